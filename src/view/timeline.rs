//! The timeline: what was seen and done, moment by moment.

use web_sys::FocusEvent;
use yew::prelude::*;

use super::cell::Cell;
use super::context::use_editor;
use super::editable::{Editable, Press, Words};
use super::fields::END;
use super::icons::{Icon, icon};
use super::menu::{Item, Menu};
use super::rows::{Standing, use_dragging, use_keys};
use super::shared::Id;
use crate::document::{SectionKind, TimelineRow};
use crate::editor::{Action, Column, Field};

#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    pub section: Id,
    pub rows: Vec<TimelineRow>,
}

const COLUMNS: &[Column] = &[Column::Time, Column::Text];

#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let context = use_editor();
    let list = use_node_ref();
    let (Id(section), rows) = (props.section, &props.rows);
    let keys = use_keys(rows.iter().map(|row| row.key).collect());
    let dragging = use_dragging(list.clone(), context.clone(), section, keys.clone());
    let items = rows.iter().enumerate().flat_map(|(at, row)| {
        let standing = Standing { section, keys: keys.clone(), at, columns: COLUMNS, blank: row.time.is_empty() && row.text.is_empty() };
        let begins = match at.checked_sub(1) {
            Some(before) => rows[before].phase != row.phase,
            None => !row.phase.is_empty(),
        };
        let within = !begins && at > 0;
        let phase = begins.then(|| html! { <Phase key={format!("phase-{}", row.key.id())} section={Id(section)} row={Id(row.key)} phase={row.phase.clone()} /> });
        let row = html! {
            <Row key={row.key.id()} row={row.clone()} {standing} {within} drag={dragging.class(at)} grip={dragging.grip(at)} />
        };
        phase.into_iter().chain([row])
    });
    html! {
        <div class="rows timeline" part="timeline">
            <div ref={list} role="list" aria-label="Timeline" class="moments-list"
                onpointermove={dragging.onpointermove()} onpointerup={dragging.onpointerup()} onpointercancel={dragging.onpointercancel()}>
                { for items }
            </div>
            <button type="button" class="button quiet add-row" onclick={context.acting(Action::AddRow { section, after: None })}>
                { icon(Icon::Plus) }{ "Add a moment" }
            </button>
        </div>
    }
}

#[derive(Properties)]
struct RowProps {
    row: TimelineRow,
    standing: Standing,
    /// Another row of the same phase stands above it.
    within: bool,
    drag: Option<&'static str>,
    grip: Callback<web_sys::PointerEvent>,
}

impl PartialEq for RowProps {
    fn eq(&self, other: &RowProps) -> bool {
        // The handle does the same as long as the row stands where it stood.
        self.row == other.row && self.standing == other.standing && self.within == other.within && self.drag == other.drag
    }
}

#[component]
fn Row(props: &RowProps) -> Html {
    let context = use_editor();
    let standing = &props.standing;
    let mut items = standing.items(&context);
    if props.within || props.row.phase.is_empty() {
        let (context, field) = (context.clone(), standing.field(Column::Phase));
        let begin = Callback::from(move |()| {
            context.fields.prefer(field, 0..usize::MAX);
            context.act(Action::Write { field, text: "New phase".to_owned(), caret: 0..0 });
        });
        items.insert(1, Item::new("Begin a phase here", begin).icon(Icon::Flag));
    }
    html! {
        <div class={classes!("row", props.drag)} role="listitem">
            <span class="handle">
                <Menu label="Move or remove this moment" class="grip" items={items} onpointerdown={props.grip.clone()}>
                    { icon(Icon::Grip) }
                </Menu>
            </span>
            <Cell field={standing.field(Column::Time)} value={props.row.time.clone()} label="Time" placeholder="00:00" class="time"
                on_key={standing.on_key(&context, Column::Time)} />
            <span class="dot" aria-hidden="true" />
            <Editable field={standing.field(Column::Text)} words={Words::Plain(props.row.text.as_str().into())} class="text"
                label="What was seen or done" placeholder="What was seen, known or done" section={Some(SectionKind::Timeline)}
                on_key={standing.on_key(&context, Column::Text)} on_paste={standing.on_paste(&context)} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PhaseProps {
    section: Id,
    row: Id,
    phase: String,
}

/// The heading over the rows of one phase. It is written when it is done: half a name could be that of the phase before it.
#[component]
fn Phase(props: &PhaseProps) -> Html {
    let context = use_editor();
    let (Id(section), Id(row)) = (props.section, props.row);
    let field = Field::Cell { section, row, column: Column::Phase };
    let written = use_mut_ref(|| None::<String>);
    let on_write = {
        let written = written.clone();
        Callback::from(move |text| *written.borrow_mut() = Some(text))
    };
    let done = {
        let (context, written) = (context.clone(), written.clone());
        move || {
            let text = written.borrow_mut().take();
            if let Some(text) = text {
                context.act(Action::Write { field, text, caret: 0..0 });
            }
        }
    };
    let on_key = {
        let (context, done) = (context.clone(), done.clone());
        Callback::from(move |press: Press| {
            let enter = press.event.key() == "Enter";
            if enter {
                done();
                context.fields.select(Field::Cell { section, row, column: Column::Time }, END);
            }
            enter
        })
    };
    html! {
        <div class="phase" role="listitem" onfocusout={move |_: FocusEvent| done()}>
            <Cell {field} value={props.phase.clone()} label="Phase" placeholder="No phase" {on_key} {on_write} />
        </div>
    }
}
