//! The field Content-Type.

/// The media type of a Content-Type, in small letters, without parameters.
pub(crate) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The encoding that a Content-Type names.
pub(crate) fn charset(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_encodings() {
        assert_eq!(essence(" Text/HTML ; charset=utf-8"), "text/html");
        for (content_type, wanted) in [
            ("text/html; Charset=windows-1251", Some("windows-1251")),
            ("text/html;level=1; charset=\"koi8-r\"", Some("koi8-r")),
            ("text/html; charset=", None),
            ("text/html; xcharset=koi8-r", None),
            ("charset=koi8-r", None),
        ] {
            assert_eq!(charset(content_type).as_deref(), wanted, "{content_type}");
        }
    }
}
