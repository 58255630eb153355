import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Problem, send } from "../api";
import { useWords } from "../i18n";
import { Head } from "../parts/bits";

export function SignIn(props: { done: () => void }): JSX.Element {
  const { t } = useWords();
  const [token, set] = useState("");
  const [wrong, say] = useState("");
  const enter = (event: Event) => {
    event.preventDefault();
    send("POST", "/session", { token }).then(props.done, (error: unknown) => say(error instanceof Problem ? error.message : t("offline")));
  };
  return (
    <main id="content">
      <Head title={t("signin")} lead={t("signin.why")} />
      <form class="row" onSubmit={enter}>
        <label>{t("signin.token")} <input type="password" autocomplete="current-password" value={token} onInput={(event) => set(event.currentTarget.value)} /></label>
        <button type="submit" class="chief">{t("signin")}</button>
      </form>
      {wrong && <p class="trouble" role="alert">{t("error", { why: wrong })}</p>}
    </main>
  );
}
