//! What is still to be fetched, host by host, so that a slow host holds nobody up.

use std::collections::{HashMap, VecDeque};

use reqwest::Url;

/// Something to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Job {
    /// Its address.
    pub(super) address: Url,
    /// What it is.
    pub(super) what: What,
}

/// What is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A list, and how many lists led to it.
    List { depth: usize },
    /// A page, and the number of the list that named it.
    Page { list: usize },
}

/// Jobs in a queue for each host; of each host one job is out at a time.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    waiting: HashMap<String, VecDeque<Job>>,
    /// Hosts that have jobs and none of them out, in the order of their turns.
    ready: VecDeque<String>,
    out: usize,
}

impl Lanes {
    /// Puts a job last, a list first: it leads to more.
    pub(super) fn push(&mut self, job: Job) {
        let host = host(&job.address);
        let new = !self.waiting.contains_key(&host);
        let queue = self.waiting.entry(host.clone()).or_default();
        match job.what {
            What::List { .. } => queue.push_front(job),
            What::Page { .. } => queue.push_back(job),
        }
        if new {
            self.ready.push_back(host);
        }
    }

    /// Takes a job of a host that has none out.
    pub(super) fn take(&mut self) -> Option<Job> {
        while let Some(host) = self.ready.pop_front() {
            if let Some(job) = self.waiting.get_mut(&host).and_then(VecDeque::pop_front) {
                self.out += 1;
                return Some(job);
            }
            self.waiting.remove(&host);
        }
        None
    }

    /// A job is done: its host has a turn again.
    pub(super) fn done(&mut self, job: &Job) {
        self.out -= 1;
        self.ready.push_back(host(&job.address));
    }

    /// How many jobs are out.
    pub(super) fn out(&self) -> usize {
        self.out
    }
}

fn host(address: &Url) -> String {
    address.host_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_job_of_a_host_at_a_time() {
        let job = |address: &str| Job { address: Url::parse(address).unwrap(), what: What::Page { list: 0 } };
        let mut lanes = Lanes::default();
        for address in ["http://a.example/1", "http://a.example/2", "http://b.example/1"] {
            lanes.push(job(address));
        }
        let first = lanes.take().unwrap();
        assert_eq!(lanes.take().unwrap().address.as_str(), "http://b.example/1");
        assert_eq!((lanes.take(), lanes.out()), (None, 2));
        lanes.done(&first);
        assert_eq!(lanes.take().unwrap().address.as_str(), "http://a.example/2");
        lanes.done(&job("http://a.example/2"));
        assert_eq!(lanes.take(), None);
        lanes.push(job("http://a.example/3"));
        assert!(lanes.take().is_some(), "a host whose queue was empty comes back");
    }
}
