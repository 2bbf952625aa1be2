//! A document as its readers see it: the preview of the editor, and all of `<postmortem-view>`.

use std::collections::HashSet;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent, ShadowRoot};
use yew::prelude::*;

use super::followups::{is_ordinal, pillar_words, progress_words};
use super::icons::icon;
use super::markdown::{inline, rendered};
use super::meta::{severity_tone, status_words};
use super::shared::Shared;
use crate::document::{Document, FollowUp, Meta, Rows, Section, TimelineRow};
use crate::editor::config::Config;
use crate::editor::moment;
use crate::text::links;

#[derive(Properties, PartialEq)]
pub struct ReadingProps {
    pub document: Shared<Document>,
    pub config: Shared<Config>,
}

/// From so many sections on there is a table of contents.
const LONG: usize = 5;

#[component]
pub fn Reading(props: &ReadingProps) -> Html {
    let document = &props.document;
    let shown: Vec<&Section> = document.sections.iter().map(|section| &**section).filter(|section| !is_empty(section)).collect();
    let anchors = anchors(&shown);
    let follow = Callback::from(follow);
    let title = if document.title.trim().is_empty() { "Untitled postmortem" } else { document.title.as_str() };
    html! {
        <article class="reading" part="reading">
            <h1 class="title">{ inline(title) }</h1>
            { facts(&document.meta, &props.config) }
            if shown.len() >= LONG {
                <nav class="contents" aria-label="Contents">
                    <ol>
                        { for shown.iter().zip(&anchors).map(|(section, anchor)| html! {
                            <li><a href={format!("#{anchor}")} onclick={follow.clone()}>{ heading(section) }</a></li>
                        }) }
                    </ol>
                </nav>
            }
            { for shown.iter().zip(&anchors).map(|(section, anchor)| html! {
                <section key={anchor.clone()} class="section" aria-labelledby={anchor.clone()}>
                    <h2 id={anchor.clone()} class="heading" tabindex="-1">{ heading(section) }</h2>
                    if !section.prose.trim().is_empty() {
                        { rendered(&section.prose) }
                    }
                    { match &section.rows {
                        Rows::None => html! {},
                        Rows::Timeline(rows) => timeline(rows),
                        Rows::FollowUps(rows) => follow_ups(rows),
                    } }
                </section>
            }) }
        </article>
    }
}

/// An address cannot lead into a shadow tree, so the contents do it themselves.
fn follow(event: MouseEvent) {
    let link = event.target_dyn_into::<Element>();
    let heading = link.and_then(|link| {
        let anchor = link.get_attribute("href")?;
        link.get_root_node().dyn_into::<ShadowRoot>().ok()?.get_element_by_id(anchor.trim_start_matches('#'))
    });
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        heading.scroll_into_view();
        let _ = heading.focus();
    }
}

fn is_empty(section: &Section) -> bool {
    section.prose.trim().is_empty() && section.rows.is_blank()
}

fn heading(section: &Section) -> String {
    if section.title.trim().is_empty() { "Untitled section".to_owned() } else { section.title.clone() }
}

/// One anchor a section, from its heading; two of the same heading are told apart.
fn anchors(sections: &[&Section]) -> Vec<String> {
    let mut taken = HashSet::new();
    let anchor = |section: &&Section| {
        let words = section.title.to_lowercase();
        let base = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
        let base = if base.is_empty() { "section".to_owned() } else { base };
        let mut anchor = base.clone();
        let mut number = 2;
        while !taken.insert(anchor.clone()) {
            anchor = format!("{base}-{number}");
            number += 1;
        }
        anchor
    };
    sections.iter().map(anchor).collect()
}

fn facts(meta: &Meta, config: &Config) -> Html {
    let (status, tone) = status_words(meta.status);
    let lasted = meta.started.zip(meta.ended).and_then(|(started, ended)| moment::duration(started, ended));
    let mut facts: Vec<(String, Html)> = Vec::new();
    if let Some(started) = meta.started {
        facts.push(("Started".to_owned(), html! { { moment::shown(started) } }));
    }
    if let Some(ended) = meta.ended {
        facts.push(("Ended".to_owned(), html! { { moment::shown(ended) } }));
    }
    if let Some(lasted) = lasted {
        facts.push(("Lasted".to_owned(), html! { { lasted } }));
    }
    if !meta.authors.is_empty() {
        facts.push((if meta.authors.len() == 1 { "Author" } else { "Authors" }.to_owned(), html! { { meta.authors.join(", ") } }));
    }
    let properties = meta.properties.iter().filter(|property| !property.value.trim().is_empty());
    facts.extend(properties.map(|property| (property.name.clone(), inline(&property.value))));
    html! {
        <div class="facts">
            <p class="lozenges">
                <span class={classes!("lozenge", tone)}>{ status }</span>
                if !meta.severity.is_empty() {
                    <span class={classes!("lozenge", severity_tone(config, &meta.severity))}>{ meta.severity.clone() }</span>
                }
                if !meta.category.is_empty() {
                    <span class="lozenge violet">{ meta.category.clone() }</span>
                }
            </p>
            if !facts.is_empty() {
                <dl>{ for facts.into_iter().map(|(name, value)| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> }) }</dl>
            }
        </div>
    }
}

fn timeline(rows: &[TimelineRow]) -> Html {
    let mut groups: Vec<&[TimelineRow]> = rows.chunk_by(|a, b| a.phase == b.phase).collect();
    groups.retain(|group| group.iter().any(|row| !row.is_blank()));
    html! {
        <>
            { for groups.into_iter().map(|group| html! {
                <>
                    if !group[0].phase.is_empty() {
                        <h3 class="phase">{ group[0].phase.clone() }</h3>
                    }
                    <ol class="strip">
                        { for group.iter().filter(|row| !row.is_blank()).map(|row| html! {
                            <li><span class="time">{ row.time.clone() }</span><span class="dot" aria-hidden="true" /><span class="text">{ inline(&row.text) }</span></li>
                        }) }
                    </ol>
                </>
            }) }
        </>
    }
}

fn follow_ups(rows: &[FollowUp]) -> Html {
    let rows: Vec<&FollowUp> = rows.iter().filter(|row| !row.is_blank()).collect();
    if rows.is_empty() {
        return html! {};
    }
    let any = |has: fn(&FollowUp) -> bool| rows.iter().any(|row| has(row));
    let (owners, dues, links, pillars) = (
        any(|row| !row.owner.is_empty()),
        any(|row| !row.due.is_empty()),
        any(|row| !row.link.is_empty()),
        any(|row| row.pillar.is_some()),
    );
    // Imported columns, in the order in which they are met.
    let mut extras: Vec<&str> = Vec::new();
    for extra in rows.iter().flat_map(|row| &row.extra) {
        if !is_ordinal(&extra.name) && !extras.contains(&extra.name.as_str()) {
            extras.push(&extra.name);
        }
    }
    let line = |row: &&FollowUp| {
        let (progress, shape) = progress_words(row.progress);
        html! {
            <tr>
                <td class="progress"><span role="img" aria-label={progress} title={progress}>{ icon(shape) }</span></td>
                <td class="action">{ inline(&row.action) }</td>
                if owners { <td>{ row.owner.clone() }</td> }
                if dues { <td class="due">{ row.due.clone() }</td> }
                if links {
                    <td>{ match links::address(&row.link) {
                        Some(address) => html! { <a href={address} rel="noopener noreferrer">{ short(&row.link) }</a> },
                        None => html! { { row.link.clone() } },
                    } }</td>
                }
                if pillars {
                    <td>{ match row.pillar.map(pillar_words) {
                        Some((words, tone)) => html! { <span class={classes!("lozenge", tone)}>{ words }</span> },
                        None => html! {},
                    } }</td>
                }
                { for extras.iter().map(|name| html! {
                    <td>{ row.extra.iter().find(|extra| extra.name == **name).map(|extra| extra.value.clone()).unwrap_or_default() }</td>
                }) }
            </tr>
        }
    };
    html! {
        <div class="wide" tabindex="0" role="region" aria-label="Follow-ups">
            <table class="follow-ups">
                <thead>
                    <tr>
                        <th><span class="unseen">{ "Progress" }</span></th>
                        <th>{ "Action" }</th>
                        if owners { <th>{ "Owning team" }</th> }
                        if dues { <th>{ "Due" }</th> }
                        if links { <th>{ "Tracked at" }</th> }
                        if pillars { <th>{ "Pillar" }</th> }
                        { for extras.iter().map(|name| html! { <th>{ name.to_string() }</th> }) }
                    </tr>
                </thead>
                <tbody>{ for rows.iter().map(line) }</tbody>
            </table>
        </div>
    }
}

/// The end of an address, where trackers have their key.
fn short(address: &str) -> String {
    address.trim_end_matches('/').rsplit('/').next().filter(|end| !end.is_empty()).unwrap_or(address).to_owned()
}
