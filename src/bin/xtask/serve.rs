//! A server for people: `www/` at /, `pkg/` at /pkg/, on this machine only.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response, Server};

use crate::build::{Profile, build};
use crate::root;
use crate::watch::{self, Pages};

pub fn serve(port: u16, watch: bool) -> Result<()> {
    let listener = bind(port)?; // before the build: nobody wants to wait for "port in use"
    build(if watch { Profile::Dev } else { Profile::Release })?;
    let address = listener.local_addr()?;
    let server = Server::from_listener(listener, None).map_err(|error| anyhow!("starting the server: {error}"))?;
    println!("\nhttp://{address}/  (Ctrl+C ends)");

    let pages = watch.then(|| Arc::new(Pages::default()));
    if let Some(pages) = &pages {
        let pages = pages.clone();
        thread::spawn(move || {
            if let Err(error) = watch::watch(&pages) {
                eprintln!("xtask: no longer watching: {error:#}");
            }
        });
    }
    let server = Arc::new(server);
    let workers: Vec<_> = (0..4).map(|_| (server.clone(), pages.clone())).collect();
    thread::scope(|scope| {
        for (server, pages) in workers {
            scope.spawn(move || {
                for request in server.incoming_requests() {
                    // A reader who left in the middle of an answer is no concern of ours.
                    let _ = answer(request, pages.as_deref());
                }
            });
        }
    });
    Ok(())
}

fn bind(port: u16) -> Result<TcpListener> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let free = (port..=u16::MAX).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
            let free = free.map_or_else(String::new, |free| format!("; try `cargo xtask serve --port {free}`"));
            bail!("port {port} is in use{free}")
        }
        listener => listener.with_context(|| format!("listening on port {port}")),
    }
}

fn answer(request: Request, pages: Option<&Pages>) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(text(405, "only GET and HEAD"));
    }
    let url = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
    if let Some(pages) = pages {
        match url.as_str() {
            watch::SCRIPT_URL => return request.respond(text(200, watch::SCRIPT).with_header(content_type("js")?)),
            watch::EVENTS_URL => return pages.add(request.into_writer()),
            _ => {}
        }
    }
    let Some(mut file) = locate(root(), &url) else {
        return request.respond(text(404, "no such file"));
    };
    if file.is_dir() {
        if !url.ends_with('/') {
            return request.respond(text(301, "").with_header(header("Location", &format!("/{}/", url.trim_matches('/')))?));
        }
        file.push("index.html");
    }
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let Ok(opened) = File::open(&file) else {
        return request.respond(text(404, "no such file"));
    };
    let mut body = Vec::new();
    (&opened).read_to_end(&mut body)?;
    if pages.is_some() && extension == "html" {
        body.extend_from_slice(watch::SCRIPT_TAG.as_bytes());
    }
    let response = Response::from_data(body)
        .with_chunked_threshold(usize::MAX)
        .with_header(content_type(extension)?)
        .with_header(header("Cache-Control", "no-store")?);
    request.respond(response)
}

/// The file or folder a URL names. Nothing outside `www/` and `pkg/` and nothing hidden has a name.
fn locate(root: &Path, url: &str) -> Option<PathBuf> {
    let mut segments = url.trim_start_matches('/').split('/').filter(|segment| !segment.is_empty()).peekable();
    let mut file = match segments.next_if_eq(&"pkg") {
        Some(pkg) => root.join(pkg),
        None => root.join("www"),
    };
    for segment in segments {
        let segment = percent_decode_str(segment).decode_utf8().ok()?;
        if segment.starts_with('.') || segment.contains(['/', '\\', '\0', ':']) {
            return None;
        }
        file.push(&*segment);
    }
    file.exists().then_some(file)
}

fn text(status: u16, text: &str) -> Response<std::io::Cursor<Vec<u8>>> {
    Response::from_string(text).with_status_code(status)
}

fn content_type(extension: &str) -> std::io::Result<Header> {
    let value = match extension {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "md" => "text/markdown; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "ts" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    };
    header("Content-Type", value)
}

fn header(name: &str, value: &str) -> std::io::Result<Header> {
    Header::from_bytes(name, value).map_err(|()| std::io::Error::other(format!("{name} is no header with {value}")))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use tiny_http::Server;

    use super::{answer, bind, locate};
    use crate::watch::{self, Pages};

    /// The answers to some requests, as they come over the wire.
    fn answers(pages: Option<&Pages>, requests: &[&str]) -> Vec<String> {
        let listener = bind(0).unwrap();
        let address = listener.local_addr().unwrap();
        let server = Server::from_listener(listener, None).unwrap();
        let ask = |request: &&str| {
            let mut stream = TcpStream::connect(address).unwrap();
            write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
            answer(server.recv().unwrap(), pages).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        requests.iter().map(ask).collect()
    }

    #[test]
    fn files_have_their_type_and_nothing_is_kept() {
        let [file, folder, none, post] = &answers(None, &["GET /pkg/package.json?x#y", "HEAD /pkg", "GET /nowhere", "POST /"])[..] else {
            panic!("four answers");
        };
        assert!(file.starts_with("HTTP/1.1 200") && file.contains("application/json") && file.contains("no-store"), "{file}");
        assert!(file.ends_with(&std::fs::read_to_string(crate::root().join("pkg/package.json")).unwrap()), "{file}");
        assert!(folder.starts_with("HTTP/1.1 301") && folder.contains("Location: /pkg/\r\n"), "{folder}");
        assert!(none.starts_with("HTTP/1.1 404"), "{none}");
        assert!(post.starts_with("HTTP/1.1 405"), "{post}");
    }

    #[test]
    fn a_page_hears_of_changes_only_when_watched() {
        let script = format!("GET {}", watch::SCRIPT_URL);
        let pages = Pages::default();
        assert!(answers(None, &[&script])[0].starts_with("HTTP/1.1 404"));
        assert!(answers(Some(&pages), &[&script])[0].contains("location.reload"));
    }

    #[test]
    fn nothing_outside_the_two_folders_has_a_name() {
        let root = std::env::temp_dir().join(format!("xtask-serve-{}", std::process::id()));
        for folder in ["www/deep", "pkg", "secret"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        for file in ["www/a b.html", "www/.hidden", "pkg/x.js", "secret/key", "key"] {
            std::fs::write(root.join(file), file).unwrap();
        }
        let found = |url: &str| locate(&root, url).map(|file| file.strip_prefix(&root).unwrap().to_owned());
        assert_eq!(found("/"), Some("www".into()));
        assert_eq!(found("/a%20b.html"), Some("www/a b.html".into()));
        assert_eq!(found("//deep//"), Some("www/deep".into()));
        assert_eq!(found("/pkg/x.js"), Some("pkg/x.js".into()));
        for url in [
            "/.hidden",
            "/../key",
            "/%2e%2e/key",
            "/pkg/../secret/key",
            "/pkg/%2e%2e%2fsecret/key",
            "/pkg/..%5ckey",
            "/deep/../../key",
            "/www",
            "/secret/key",
            "/%00",
            "/%ff",
            "/none",
        ] {
            assert_eq!(found(url), None, "{url}");
        }
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_used_port_is_named_with_a_free_one() {
        let taken = bind(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        let message = bind(port).unwrap_err().to_string();
        assert!(message.contains(&format!("port {port} is in use")), "{message}");
        assert!(message.contains("--port"), "{message}");
    }
}
