//! The database of drafts: a store of records, and a store of documents as JSON under the same ids.

use std::cell::RefCell;
use std::future::IntoFuture;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use idb::event::VersionChangeEvent;
use idb::{DatabaseEvent, Error, Event, Factory, ObjectStore, ObjectStoreParams, Request, Transaction, TransactionMode};
use js_sys::{Function, JSON, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;

use crate::editor::keeping::{Draft, Failure, Found, Write};

const NAME: &str = "postmortem-editor";
const VERSION: u32 = 1;
/// [`Draft`]s.
const DRAFTS: &str = "drafts";
/// JSON of [`Document`](crate::document::Document)s.
const DOCUMENTS: &str = "documents";
/// How long a browser may take to open the database, ms; some never answer while another tab holds it.
const PATIENCE: u32 = 3_000;

/// A connection that is opened when it is first needed, and again when the browser closed it.
#[derive(Clone, Default)]
pub struct Database {
    connection: Held,
    /// Those who come while it is being opened wait for the same opening, and go on in the order in which they came.
    opening: Rc<RefCell<Option<Promise>>>,
}

type Held = Rc<RefCell<Option<Rc<Connection>>>>;

/// Closed when nobody has it any more; what is under way then still ends well.
struct Connection(idb::Database);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Database {
    /// All drafts of this origin, in no order. A record that cannot be read is left where it is.
    pub async fn list(&self) -> Result<Vec<Draft>, Failure> {
        let (transaction, drafts, _) = self.transaction(TransactionMode::ReadOnly).await?;
        let values = drafts.get_all(None, None).map_err(failure)?.into_future();
        finish(transaction).await?;
        let values = values.await.map_err(failure)?;
        Ok(values.iter().filter_map(draft_in).collect())
    }

    /// A draft and the JSON of its document.
    pub async fn load(&self, id: &str) -> Result<Option<(Draft, String)>, Failure> {
        let (transaction, drafts, documents) = self.transaction(TransactionMode::ReadOnly).await?;
        let key = JsValue::from_str(id);
        let draft = drafts.get(key.clone()).map_err(failure)?;
        let json = documents.get(key).map_err(failure)?;
        let (draft, json) = (draft.into_future(), json.into_future());
        finish(transaction).await?;
        let draft = draft.await.map_err(failure)?.as_ref().and_then(draft_in);
        let json = json.await.map_err(failure)?.and_then(|value| value.as_string());
        Ok(draft.zip(json))
    }

    /// Everything is asked for at once and the transaction committed by name, so that a page that is being left needs not live
    /// to hear an answer. Only then the followed draft is deleted, if it still is what was followed.
    pub async fn write(&self, write: &Write, title: String, json: &str) -> Result<(Draft, Found), Failure> {
        let draft = Draft {
            id: write.id.clone(),
            key: write.key.clone(),
            title,
            updated: write.updated,
            version: write.version,
            base: write.base.clone(),
            set_aside: None,
        };
        let (transaction, drafts, documents) = self.transaction(TransactionMode::ReadWrite).await?;
        let id = JsValue::from_str(&write.id);
        let own = drafts.get(id.clone()).map_err(failure)?;
        let put = documents.put(&JsValue::from_str(json), Some(&id)).map_err(failure).and_then(|_| put(&drafts, &draft));
        if let Err(failure) = put {
            // Half a draft is none; that there is nothing to abort any more would be as good.
            let _ = transaction.abort();
            return Err(failure);
        }
        let own = own.into_future();
        finish(transaction.commit().map_err(failure)?).await?;

        let own = own.await.map_err(failure)?.map(version);
        let ancestor = match &write.follows {
            Some(ancestor) => self.delete_if(&ancestor.id, ancestor.version).await.unwrap_or(None),
            None => None,
        };
        Ok((draft, Found { own, ancestor }))
    }

    /// The version that was found. It is deleted if it is the one that was expected.
    async fn delete_if(&self, id: &str, expected: u32) -> Result<Option<u32>, Failure> {
        let (transaction, drafts, documents) = self.transaction(TransactionMode::ReadWrite).await?;
        let key = JsValue::from_str(id);
        let found = drafts.get(key.clone()).map_err(failure)?.await.map_err(failure)?.map(version);
        if found == Some(expected) {
            drafts.delete(key.clone()).map_err(failure)?;
            documents.delete(key).map_err(failure)?;
        }
        finish(transaction).await?;
        Ok(found)
    }

    pub async fn delete(&self, id: &str) -> Result<(), Failure> {
        let (transaction, drafts, documents) = self.transaction(TransactionMode::ReadWrite).await?;
        let key = JsValue::from_str(id);
        drafts.delete(key.clone()).map_err(failure)?;
        documents.delete(key).map_err(failure)?;
        finish(transaction).await
    }

    /// See [`Draft::set_aside`].
    pub async fn set_aside(&self, id: &str, page: String) -> Result<(), Failure> {
        let (transaction, drafts, _) = self.transaction(TransactionMode::ReadWrite).await?;
        let found = drafts.get(JsValue::from_str(id)).map_err(failure)?.await.map_err(failure)?;
        if let Some(mut draft) = found.as_ref().and_then(draft_in) {
            draft.set_aside = Some(page);
            put(&drafts, &draft)?;
        }
        finish(transaction).await
    }

    async fn transaction(&self, mode: TransactionMode) -> Result<(Transaction, ObjectStore, ObjectStore), Failure> {
        let connection = self.connect().await?;
        let transaction = match connection.0.transaction(&[DRAFTS, DOCUMENTS], mode) {
            Ok(transaction) => transaction,
            // The browser may have closed the connection without a word: site data cleared, or the disk gone and back.
            Err(_) => {
                self.connection.take();
                self.connect().await?.0.transaction(&[DRAFTS, DOCUMENTS], mode).map_err(failure)?
            }
        };
        let stores = (transaction.object_store(DRAFTS), transaction.object_store(DOCUMENTS));
        Ok((transaction, stores.0.map_err(failure)?, stores.1.map_err(failure)?))
    }

    async fn connect(&self) -> Result<Rc<Connection>, Failure> {
        if let Some(connection) = self.connection.borrow().clone() {
            return Ok(connection);
        }
        let known = self.opening.borrow().clone();
        let opening = match known {
            Some(opening) => opening,
            None => {
                let opening = self.open()?;
                *self.opening.borrow_mut() = Some(opening.clone());
                opening
            }
        };
        let opened = JsFuture::from(opening).await;
        self.opening.take();
        opened.map_err(|error| if error.is_null() { Failure::Blocked } else { of_exception(&error) })?;
        self.connection.borrow().clone().ok_or(Failure::Blocked)
    }

    /// Resolves when the connection is there; rejects with the browser's error, or with null when there is no answer.
    fn open(&self) -> Result<Promise, Failure> {
        let mut request = Factory::new().and_then(|factory| factory.open(NAME, Some(VERSION))).map_err(failure)?;
        request.on_upgrade_needed(|event: VersionChangeEvent| {
            // When a store cannot be made the upgrade is undone and the request fails, which is where it is noticed.
            if let Ok(database) = event.database() {
                let mut by_id = ObjectStoreParams::new();
                by_id.key_path(Some(idb::KeyPath::new_single("id")));
                let _ = database.create_object_store(DRAFTS, by_id);
                let _ = database.create_object_store(DOCUMENTS, ObjectStoreParams::new());
            }
        });
        Ok(Promise::new(&mut |resolve: Function, reject: Function| {
            let late = reject.clone();
            let patience = Timeout::new(PATIENCE, move || drop(late.call1(&JsValue::UNDEFINED, &JsValue::NULL)));
            let held = Rc::downgrade(&self.connection);
            let refuse = reject.clone();
            request.on_success(move |event| {
                drop(patience);
                match event.database() {
                    Ok(database) => {
                        if let Some(held) = held.upgrade() {
                            *held.borrow_mut() = Some(Rc::new(connection(database, &held)));
                        }
                        drop(resolve.call0(&JsValue::UNDEFINED));
                    }
                    Err(error) => drop(reject.call1(&JsValue::UNDEFINED, &JsValue::from_str(&error.to_string()))),
                }
            });
            request.on_error(move |event| {
                let error = event.target().and_then(|request| request.error()).ok().flatten();
                let error = error.map_or(JsValue::UNDEFINED, JsValue::from);
                drop(refuse.call1(&JsValue::UNDEFINED, &error));
            });
            request.forget_callbacks();
        }))
    }
}

/// Given up when another tab wants to change or delete the database, or the browser closes it.
fn connection(mut database: idb::Database, held: &Held) -> Connection {
    let (one, two) = (Rc::downgrade(held), Rc::downgrade(held));
    database.on_version_change(move |_| drop(one.upgrade().map(|held| held.take())));
    database.on_close(move |_| drop(two.upgrade().map(|held| held.take())));
    Connection(database)
}

fn put(drafts: &ObjectStore, draft: &Draft) -> Result<(), Failure> {
    let json = serde_json::to_string(draft).map_err(|error| Failure::Other(error.to_string()))?;
    let value = JSON::parse(&json).map_err(|error| of_exception(&error))?;
    drafts.put(&value, None).map_err(failure)?;
    Ok(())
}

fn draft_in(record: &JsValue) -> Option<Draft> {
    let json = JSON::stringify(record).ok()?.as_string()?;
    serde_json::from_value(serde_json::from_str(&json).ok()?).ok()
}

fn version(record: JsValue) -> u32 {
    draft_in(&record).map_or(0, |draft| draft.version)
}

/// Waits until the transaction is on its way to the disk. A quota that is used up is often told only here.
async fn finish(mut transaction: Transaction) -> Result<(), Failure> {
    let ended = Promise::new(&mut |resolve: Function, reject: Function| {
        transaction.on_complete(move |_| drop(resolve.call0(&JsValue::UNDEFINED)));
        transaction.on_abort(move |event| {
            let transaction = event.target().and_then(|target| Transaction::try_from(target).ok());
            let error = transaction.and_then(|transaction| transaction.error()).map_or(JsValue::UNDEFINED, JsValue::from);
            drop(reject.call1(&JsValue::UNDEFINED, &error));
        });
    });
    JsFuture::from(ended).await.map(drop).map_err(|error| of_exception(&error))
}

fn failure(error: Error) -> Failure {
    match error {
        Error::IndexedDbNotFound(_) => Failure::Forbidden,
        Error::DomException(exception) => of_exception(&exception),
        Error::IndexedDbOpenFailed(value)
        | Error::TransactionOpenFailed(value)
        | Error::TransactionCommitError(value)
        | Error::UpdateFailed(value)
        | Error::GetFailed(value)
        | Error::GetAllFailed(value)
        | Error::DeleteFailed(value) => of_exception(&value),
        other => Failure::Other(other.to_string()),
    }
}

fn of_exception(error: &JsValue) -> Failure {
    let Some(exception) = error.dyn_ref::<DomException>() else {
        return Failure::Other(error.as_string().unwrap_or_else(|| "no reason given".to_owned()));
    };
    match exception.name().as_str() {
        "QuotaExceededError" => Failure::Full,
        // Private windows of some browsers answer the second.
        "SecurityError" | "InvalidStateError" => Failure::Forbidden,
        "VersionError" => Failure::Newer,
        name => Failure::Other(format!("{name}: {}", exception.message())),
    }
}
