//! In: a generated client and a call of it, in macros, as every crate has types of its own. Out: what
//! `clients.rs` has for all of them.

/// A client that is set up.
macro_rules! build {
    ($setup:expr, $builder:expr) => {{
        let setup = $setup;
        let mut builder = $builder.base_url(&setup.base_url);
        for (name, value) in &setup.headers {
            builder = builder.header(name, value);
        }
        for (name, value) in &setup.query {
            builder = builder.query(name, value);
        }
        if let Some(timeout) = setup.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(deadline) = setup.deadline {
            builder = builder.deadline(deadline);
        }
        if let Some(retries) = setup.max_retries {
            builder = builder.max_retries(retries);
        }
        if let Some(bytes) = setup.max_response_bytes {
            builder = builder.max_response_bytes(bytes);
        }
        if let Some(client) = &setup.http_client {
            builder = builder.http_client(client.clone());
        }
        builder.build().unwrap()
    }};
}

/// The [`Target::ready`] of a client, of a call of it, and of the token in the answer. What the call is
/// told can be named after the client.
macro_rules! ready {
    ($how:ident $setup:ident => $made:expr, $client:pat => $call:expr, $body:pat => $token:expr) => {
        ready!($how $setup => $made, $client, _told => $call, $body => $token)
    };
    ($how:ident $setup:ident => $made:expr, $client:pat, $told:ident => $call:expr, $body:pat => $token:expr) => {
        |$setup: &Setup| -> Ready {
            let made = $made;
            Box::new(move |told: Told| {
                let $client = &made;
                let $told = &told;
                let call = tell!($call, &told);
                Box::pin(async move { $how!(call, $body => $token) })
            })
        }
    };
}

/// A call with what it is told.
macro_rules! tell {
    ($call:expr, $told:expr) => {{
        let (mut call, told) = ($call, $told);
        for (name, value) in &told.headers {
            call = call.header(name, value);
        }
        for (name, value) in &told.query {
            call = call.query(name, value);
        }
        for (name, value) in &told.body_fields {
            call = call.body_field(name, value);
        }
        if let Some(url) = &told.base_url {
            call = call.base_url(url);
        }
        if let Some(key) = &told.idempotency_key {
            call = call.idempotency_key(key);
        }
        if let Some(timeout) = told.timeout {
            call = call.timeout(timeout);
        }
        if let Some(deadline) = told.deadline {
            call = call.deadline(deadline);
        }
        if let Some(retries) = told.max_retries {
            call = call.max_retries(retries);
        }
        call
    }};
}

/// Awaits a call.
macro_rules! awaited {
    ($call:ident, $body:pat => $token:expr) => {{
        let answer = $call.with_response().await?;
        returned!(answer, $body => $token)
    }};
}

/// Waits for a call on a thread that is none of the runtime's.
macro_rules! blocking {
    ($call:ident, $body:pat => $token:expr) => {{
        let (sender, receiver) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || drop(sender.send($call.with_response().send_blocking())));
        let answer = receiver.await.unwrap()?;
        returned!(answer, $body => $token)
    }};
}

/// Awaits a call, and leaves its body as it is.
macro_rules! raw {
    ($call:ident, $body:pat => $token:expr) => {{
        let answer = $call.raw().await?;
        returned!(answer, $body => $token)
    }};
}

macro_rules! returned {
    ($answer:ident, $body:pat => $token:expr) => {{
        assert_answer(&format!("{0:?}\n{0:#?}", $answer));
        let (status, request_id, $body) = (Some($answer.status), $answer.request_id, $answer.body);
        Ok(Made { token: $token, items: Vec::new(), status, request_id })
    }};
}

/// Awaits all items of all pages, each of which becomes a text. The token is the first.
#[allow(unused_macros, reason = "the three have no pages")]
macro_rules! items {
    ($call:ident, $item:pat => $text:expr) => {{
        let mut stream = $call.items();
        let mut items: Vec<String> = Vec::new();
        while let Some(item) = stream.next().await {
            match item {
                Ok($item) => items.push($text),
                Err(error) => return Err(Failed { items, ..Failed::from(error) }),
            }
        }
        let token = items.first().cloned().unwrap_or_default();
        Ok(Made { token, items, ..Made::default() })
    }};
}

/// The [`Target::ready`] of what reads a request of the service; `$type` is what it has to say.
macro_rules! reads {
    ($name:ident, $type:ty, $read:pat => $token:expr) => {
        |_: &Setup| -> Ready {
            Box::new(|told: Told| {
                let Delivery { headers, body, secret, tolerance, at } = told.delivery;
                Box::pin(async move {
                    let verifier =
                        $name::WebhookVerifier::new(secret).map_err($name::Error::from)?;
                    let verifier = match tolerance {
                        Some(tolerance) => verifier.tolerance(tolerance),
                        None => verifier,
                    };
                    $crate::clients::assert_silent("a verifier", &format!("{verifier:?}"));
                    let $read: $type = match at {
                        // What was kept is read without another look at the clock.
                        Some(at) => {
                            verifier.verify_at(&headers, &body, at)?;
                            serde_json::from_slice(&body).unwrap()
                        }
                        None => verifier.read(&headers, &body)?,
                    };
                    Ok(Made { token: $token, ..Made::default() })
                })
            })
        }
    };
}

macro_rules! failed {
    ($($name:ident)*) => {$(
        impl From<$name::Error> for Failed {
            fn from(error: $name::Error) -> Self {
                let mut shown = $crate::clients::shown(&error);
                shown.push(format!("{:?} {:?}", error.body(), error.request_id()));
                $crate::clients::assert_silent("an error", &shown.join("\n"));
                Self {
                    kind: match &error {
                        $name::Error::Api(_) => "Api",
                        $name::Error::Transport(_) => "Transport",
                        $name::Error::Timeout(_) => "Timeout",
                        $name::Error::Decode(_) => "Decode",
                        $name::Error::Config(_) => "Config",
                        $name::Error::Token(_) => "Token",
                        _ => "another",
                    }
                    .to_owned(),
                    status: error.status(),
                    request_id: error.request_id().map(str::to_owned),
                    attempts: error.attempts(),
                    retryable: error.is_retryable(),
                    timeout: error.is_timeout(),
                    typed: error.body().is_some(),
                    body: error.body().map(|body| format!("{body:?}")),
                    path: match &error {
                        $name::Error::Decode(error) => Some(error.path.clone()),
                        _ => None,
                    },
                    raw: error.raw().map(str::to_owned),
                    items: Vec::new(),
                    display: error.to_string(),
                }
            }
        }
    )*};
}

/// The same of what is wrong with a request of the service, by the names of the variants.
macro_rules! distrusted {
    ($($name:ident)*) => {$(
        impl From<$name::WebhookError> for Failed {
            fn from(error: $name::WebhookError) -> Self {
                $crate::clients::assert_silent("an error", &$crate::clients::shown(&error).join("\n"));
                let (kind, path) = match &error {
                    $name::WebhookError::Unsigned => ("Unsigned", None),
                    $name::WebhookError::Forged => ("Forged", None),
                    $name::WebhookError::OutOfTime => ("OutOfTime", None),
                    $name::WebhookError::Misfit { path, .. } => ("Misfit", Some(path.clone())),
                    _ => ("another", None),
                };
                Self { kind: kind.to_owned(), path, display: error.to_string(), ..Self::default() }
            }
        }
    )*};
}
