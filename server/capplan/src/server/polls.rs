//! Requests for the diagnostics of everything that is not open. Clients that look after them by themselves ask again two
//! seconds after each answer: from the second on a request waits until there is news (LSP 3.17, "Workspace Diagnostics").

use tokio::sync::oneshot::Sender;
use tower_lsp_server::ls_types::{
    PreviousResultId, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
};

use super::diagnostics;
use super::session::Session;

/// What was asked and not answered yet.
#[derive(Default)]
pub(super) struct Polls {
    /// Whether the client has had an answer: the first one waits for nothing but plan sets that are being read.
    answered: bool,
    waiting: Option<Poll>,
}

/// One request.
pub(super) struct Poll {
    /// What the client has.
    pub(super) previous: Vec<PreviousResultId>,
    /// Whether it may wait: the client takes answers in parts, whenever they come.
    pub(super) may_wait: bool,
    /// Where the answer goes; nobody listens when the request was cancelled.
    pub(super) answer: Sender<WorkspaceDiagnosticReportResult>,
}

impl Polls {
    /// Whether the client asks for everything.
    pub(super) fn has_answered(&self) -> bool {
        self.answered
    }
}

impl Session {
    /// Answers a request at once if it is the first or there is news, else later; none before what is being read is read.
    pub(super) fn poll(&mut self, poll: Poll) {
        self.publish_all();
        self.end_poll();
        let may_wait = poll.may_wait && self.polls.answered;
        self.polls.waiting = Some(Poll { may_wait, ..poll });
        self.answer_poll();
    }

    /// Answers the request that waits, if there is news or it cannot wait for them; returns whether one waited for it.
    pub(super) fn answer_poll(&mut self) -> bool {
        self.polls.waiting.take_if(|poll| poll.answer.is_closed());
        let news = self.polls.waiting.as_ref().is_some_and(|poll| match poll.may_wait {
            true => diagnostics::has_news(self, &poll.previous),
            false => !self.is_reading(),
        });
        if news {
            self.end_poll();
        }
        news
    }

    /// Answers the request that waits.
    pub(super) fn end_poll(&mut self) {
        if let Some(Poll { previous, answer, .. }) = self.polls.waiting.take() {
            let items = diagnostics::answer_all(self, previous);
            let report = WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items });
            self.polls.answered = true;
            if answer.send(report).is_err() {
                tracing::debug!("a request for all diagnostics was cancelled");
            }
        }
    }
}
