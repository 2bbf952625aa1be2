//! The follow-ups: what will be better, who owns it from here, by when, and where it is tracked.

use yew::prelude::*;

use super::cell::Cell;
use super::context::use_editor;
use super::editable::{Editable, Words};
use super::icons::{Icon, icon};
use super::menu::{Item, Menu};
use super::rows::{Standing, use_dragging, use_keys};
use super::shared::{Id, Shared};
use crate::document::{FollowUp, Pillar, Progress, SectionKind};
use crate::editor::config::Config;
use crate::editor::{Action, Column};
use crate::text::links;

#[derive(Properties, PartialEq)]
pub struct FollowUpsProps {
    pub section: Id,
    pub rows: Vec<FollowUp>,
    pub config: Shared<Config>,
}

const COLUMNS: &[Column] = &[Column::Action, Column::Owner, Column::Due, Column::Link];

pub fn progress_words(progress: Progress) -> (&'static str, Icon) {
    match progress {
        Progress::Open => ("Open", Icon::Open),
        Progress::InProgress => ("In progress", Icon::InProgress),
        Progress::Done => ("Done", Icon::Done),
    }
}

pub fn pillar_words(pillar: Pillar) -> (&'static str, &'static str) {
    match pillar {
        Pillar::People => ("People", "warn"),
        Pillar::Process => ("Process", "violet"),
        Pillar::Tooling => ("Tooling", "info"),
    }
}

#[component]
pub fn FollowUps(props: &FollowUpsProps) -> Html {
    let context = use_editor();
    let list = use_node_ref();
    let (Id(section), rows) = (props.section, &props.rows);
    let keys = use_keys(rows.iter().map(|row| row.key).collect());
    let dragging = use_dragging(list.clone(), context.clone(), section, keys.clone());
    let teams = format!("teams-{}", section.id());
    let items = rows.iter().enumerate().map(|(at, row)| {
        let standing = Standing { section, keys: keys.clone(), at, columns: COLUMNS, blank: row.is_blank() };
        html! {
            <Row key={row.key.id()} row={row.clone()} {standing} drag={dragging.class(at)} grip={dragging.grip(at)} teams={teams.clone()} />
        }
    });
    html! {
        <div class="rows follow-ups" part="follow-ups">
            <datalist id={teams.clone()}>
                { for props.config.teams.iter().map(|team| html! { <option value={team.clone()} /> }) }
            </datalist>
            if !rows.is_empty() {
                <div role="table" aria-label="Follow-ups">
                    <div class="head" role="row">
                        <span role="columnheader" class="unseen">{ "Move" }</span>
                        <span role="columnheader"><span class="unseen">{ "Progress" }</span></span>
                        <span role="columnheader">{ "Action" }</span>
                        <span role="columnheader">{ "Owning team" }</span>
                        <span role="columnheader">{ "Due" }</span>
                        <span role="columnheader">{ "Tracked at" }</span>
                        <span role="columnheader">{ "Pillar" }</span>
                    </div>
                    <div ref={list} role="rowgroup" onpointermove={dragging.onpointermove()} onpointerup={dragging.onpointerup()}
                        onpointercancel={dragging.onpointercancel()}>
                        { for items }
                    </div>
                </div>
            }
            <button type="button" class="button quiet add-row" onclick={context.acting(Action::AddRow { section, after: None })}>
                { icon(Icon::Plus) }{ "Add a follow-up" }
            </button>
        </div>
    }
}

#[derive(Properties)]
struct RowProps {
    row: FollowUp,
    standing: Standing,
    drag: Option<&'static str>,
    grip: Callback<web_sys::PointerEvent>,
    teams: String,
}

impl PartialEq for RowProps {
    fn eq(&self, other: &RowProps) -> bool {
        // The handle does the same as long as the row stands where it stood.
        self.row == other.row && self.standing == other.standing && self.drag == other.drag
    }
}

#[component]
fn Row(props: &RowProps) -> Html {
    let context = use_editor();
    let (row, standing) = (&props.row, &props.standing);
    let (section, key) = (standing.section, standing.row());
    let (progress, shape) = progress_words(row.progress);
    let progresses = [Progress::Open, Progress::InProgress, Progress::Done].map(|progress| {
        let (label, shape) = progress_words(progress);
        Item::new(label, context.acting(Action::SetProgress { section, row: key, progress })).icon(shape).chosen(progress == row.progress)
    });
    let pillars = [Some(Pillar::People), Some(Pillar::Process), Some(Pillar::Tooling), None].map(|pillar| {
        let (label, tone) = pillar.map_or(("None", ""), pillar_words);
        Item::new(label, context.acting(Action::SetPillar { section, row: key, pillar })).chosen(pillar == row.pillar).tone(tone)
    });
    let (pillar, tone) = row.pillar.map_or(("Pillar", "none"), pillar_words);
    let mut items = standing.items(&context);
    items[0].label = "Add a follow-up below".into();
    html! {
        <div class={classes!("row", props.drag, (row.progress == Progress::Done).then_some("done"))} role="row">
            <span class="handle" role="cell">
                <Menu label="Move or remove this follow-up" class="grip" items={items} onpointerdown={props.grip.clone()}>
                    { icon(Icon::Grip) }
                </Menu>
            </span>
            <span class={classes!("progress", progress_class(row.progress))} role="cell">
                <Menu label={format!("Progress: {progress}")} class="tool" items={progresses.to_vec()}>{ icon(shape) }</Menu>
            </span>
            <span class="action" role="cell">
                <Editable field={standing.field(Column::Action)} words={Words::Plain(row.action.as_str().into())} class="text"
                    label="Action" placeholder="What will be different from here on?" section={Some(SectionKind::FollowUps)}
                    on_key={standing.on_key(&context, Column::Action)} on_paste={standing.on_paste(&context)} />
                { for row.extra.iter().enumerate().filter(|(_, extra)| !is_ordinal(&extra.name)).map(|(at, extra)| html! {
                    <span class="extra" key={at}>
                        <span class="name">{ extra.name.clone() }</span>
                        <Cell field={standing.field(Column::Extra(at))} value={extra.value.clone()} label={extra.name.clone()} placeholder="Empty" />
                    </span>
                }) }
            </span>
            <span class="owner" role="cell" data-name="Owner">
                <Cell field={standing.field(Column::Owner)} value={row.owner.clone()} label="Owning team" placeholder="Team"
                    list={props.teams.clone()} on_key={standing.on_key(&context, Column::Owner)} />
            </span>
            <span class="due" role="cell" data-name="Due">
                <Cell field={standing.field(Column::Due)} value={row.due.clone()} label="Due" placeholder="By when" on_key={standing.on_key(&context, Column::Due)} />
            </span>
            <span class="link" role="cell" data-name="Tracked">
                <Cell field={standing.field(Column::Link)} value={row.link.clone()} label="Tracked at" placeholder="Ticket" on_key={standing.on_key(&context, Column::Link)} />
                if let Some(address) = links::address(&row.link) {
                    <a class="tool" href={address} target="_blank" rel="noopener noreferrer" aria-label="Open the ticket">{ icon(Icon::External) }</a>
                }
            </span>
            <span class="pillar" role="cell">
                <Menu label={format!("Pillar: {}", if row.pillar.is_some() { pillar } else { "none" })} class="value" at_end=true items={pillars.to_vec()}>
                    <span class={classes!("lozenge", tone)}>{ pillar }</span>
                </Menu>
            </span>
        </div>
    }
}

/// Whether a column only counts the rows: they are counted by standing where they stand. It stays in the document.
pub fn is_ordinal(name: &str) -> bool {
    ["#", "no", "no.", "nr", "nr.", "№"].iter().any(|known| name.trim().eq_ignore_ascii_case(known))
}

fn progress_class(progress: Progress) -> &'static str {
    match progress {
        Progress::Open => "is-open",
        Progress::InProgress => "is-going",
        Progress::Done => "is-done",
    }
}
