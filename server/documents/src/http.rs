//! The one way out: a POST to an address that the kindergarten's settings name, with a limit on time and on size.

use std::time::Duration;

use crate::Error;

/// Longer than this nobody waits for a stamp.
const PATIENCE: Duration = Duration::from_secs(10);

/// A small client. It follows no redirect: what was configured is what is asked.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    agent: ureq::Agent,
    address: String,
}

impl Http {
    /// A client of one address.
    pub(crate) fn new(address: &str) -> Result<Self, Error> {
        if !address.starts_with("https://") && !address.starts_with("http://") {
            return Err(Error::Http(format!("{address} is no address of the web")));
        }
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .timeout_connect(Some(PATIENCE / 2))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent("Kenes")
            .build();
        Ok(Self { agent: config.new_agent(), address: address.to_owned() })
    }

    /// Posts and reads at most `limit` bytes.
    pub(crate) fn post(&self, kind: &str, body: &[u8], limit: u64) -> Result<Vec<u8>, Error> {
        let wrong = |why: String| Error::Http(format!("{}: {why}", self.address));
        let sent = self.agent.post(&self.address).header("content-type", kind).send(body);
        let mut answer = sent.map_err(|why| wrong(why.to_string()))?;
        if answer.status() != 200 {
            return Err(wrong(format!("it answered {}", answer.status())));
        }
        answer.body_mut().with_config().limit(limit).read_to_vec().map_err(|why| wrong(why.to_string()))
    }
}
