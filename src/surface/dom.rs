//! Between a place in the DOM and a place in the text it shows, and the selection across shadow roots.
//!
//! All offsets here are UTF-16 code units, the DOM's own. A `<br>` is a line feed. One trailing line feed is not text: it
//! is what keeps the last empty line open in a `pre-wrap` block, whoever put it there, a browser or [`shown`].

use std::borrow::Cow;

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, Node, Range, Selection, ShadowRoot, Text};

/// What must stand in a `pre-wrap` block so that it shows `text`.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.ends_with('\n') { Cow::Owned(format!("{text}\n")) } else { Cow::Borrowed(text) }
}

/// The text that `root` shows; the inverse of [`shown`], and right for what browsers leave behind as well.
pub fn read(root: &Node) -> String {
    let mut text = match only_text(root) {
        Some(node) => node.data(),
        None => {
            let mut text = String::new();
            collect(root, &mut text);
            text
        }
    };
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    if text.ends_with('\n') {
        text.pop();
    }
    text
}

/// The one text node that is all of `root`, when it is as we write it.
pub fn only_text(root: &Node) -> Option<Text> {
    let first = root.first_child()?;
    if first.next_sibling().is_some() { None } else { first.dyn_into().ok() }
}

fn collect(node: &Node, text: &mut String) {
    let mut child = node.first_child();
    while let Some(node) = child {
        if let Some(data) = node.dyn_ref::<Text>() {
            text.push_str(&data.data());
        } else if node.node_name() == "BR" {
            text.push('\n');
        } else {
            collect(&node, text);
        }
        child = node.next_sibling();
    }
}

/// The UTF-16 length of what `node` shows.
fn length(node: &Node) -> u32 {
    if let Some(text) = node.dyn_ref::<Text>() {
        return text.length();
    }
    if node.node_name() == "BR" {
        return 1;
    }
    let mut sum = 0;
    let mut child = node.first_child();
    while let Some(node) = child {
        sum += length(&node);
        child = node.next_sibling();
    }
    sum
}

/// How far into the text of `root` the DOM position (`node`, `offset`) is; `None` when it is not inside.
pub fn offset_of(root: &Node, node: &Node, offset: u32) -> Option<u32> {
    if !root.contains(Some(node)) {
        return None;
    }
    let mut at = if node.is_instance_of::<Text>() {
        offset
    } else {
        let children = node.child_nodes();
        (0..offset).filter_map(|index| children.item(index)).map(|child| length(&child)).sum()
    };
    let mut node = node.clone();
    while !root.is_same_node(Some(&node)) {
        let mut before = node.previous_sibling();
        while let Some(sibling) = before {
            at += length(&sibling);
            before = sibling.previous_sibling();
        }
        node = node.parent_node()?;
    }
    Some(at)
}

/// The DOM position of `offset` in the text of `root`; the end when there is no such offset.
pub fn locate(root: &Node, offset: u32) -> (Node, u32) {
    let mut left = offset;
    let mut child = root.first_child();
    let mut last = None;
    while let Some(node) = child {
        let here = length(&node);
        if node.is_instance_of::<Text>() && left <= here {
            return (node, left);
        }
        if left < here {
            if node.node_name() == "BR" {
                return before(root, &node);
            }
            return locate(&node, left);
        }
        left -= here;
        child = node.next_sibling();
        last = Some(node);
    }
    match last {
        Some(node) if node.is_instance_of::<Text>() => {
            let end = length(&node);
            (node, end)
        }
        _ => (root.clone(), root.child_nodes().length()),
    }
}

fn before(parent: &Node, child: &Node) -> (Node, u32) {
    let mut index = 0;
    let mut sibling = child.previous_sibling();
    while let Some(node) = sibling {
        index += 1;
        sibling = node.previous_sibling();
    }
    (parent.clone(), index)
}

/// The selection's ends inside `root`, in document order and as UTF-16 offsets; `None` when it is elsewhere.
pub fn selected(root: &HtmlElement) -> Option<(u32, u32)> {
    let (start, start_offset, end, end_offset) = selection_ends(root)?;
    let start = offset_of(root, &start, start_offset)?;
    let end = offset_of(root, &end, end_offset)?;
    Some((start.min(end), start.max(end)))
}

/// The selection's two ends, where it is in the tree that `root` stands in.
pub fn selection_ends(root: &HtmlElement) -> Option<(Node, u32, Node, u32)> {
    let selection = selection_of(root)?;
    let home = root.get_root_node();
    // Ends inside a shadow tree are hidden from `getRangeAt`; this is the standard's way to ask for them.
    if let Ok(composed) = Reflect::get(&selection, &"getComposedRanges".into())
        && let Some(composed) = composed.dyn_ref::<js_sys::Function>()
    {
        let options = js_sys::Object::new();
        let _ = Reflect::set(&options, &"shadowRoots".into(), &shadow_roots(&home));
        let range = composed.call1(&selection, &options).ok()?.unchecked_into::<Array>().get(0);
        if range.is_undefined() {
            return None;
        }
        let get = |name: &str| Reflect::get(&range, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let start = get("startContainer").dyn_into().ok()?;
        let end = get("endContainer").dyn_into().ok()?;
        return Some((start, get("startOffset").as_f64()? as u32, end, get("endOffset").as_f64()? as u32));
    }
    let range = selection.get_range_at(0).ok()?;
    Some((range.start_container().ok()?, range.start_offset().ok()?, range.end_container().ok()?, range.end_offset().ok()?))
}

/// The argument by which a page shows that it knows a shadow root: `home`, when it is one.
fn shadow_roots(home: &Node) -> Array {
    if home.is_instance_of::<ShadowRoot>() { Array::of1(home) } else { Array::new() }
}

/// Chromium keeps a selection for each shadow root; elsewhere the document has the only one.
fn selection_of(root: &HtmlElement) -> Option<Selection> {
    let home = root.get_root_node();
    if home.is_instance_of::<ShadowRoot>()
        && let Ok(own) = Reflect::get(&home, &"getSelection".into())
        && let Some(own) = own.dyn_ref::<js_sys::Function>()
    {
        return own.call0(&home).ok()?.dyn_into().ok();
    }
    root.owner_document()?.get_selection().ok()?
}

/// Puts the selection on UTF-16 `start..end` of what `root` shows.
pub fn select(root: &HtmlElement, start: u32, end: u32) {
    let Some(selection) = selection_of(root) else { return };
    let (anchor, anchor_offset) = locate(root, start);
    let (focus, focus_offset) = if start == end { (anchor.clone(), anchor_offset) } else { locate(root, end) };
    // Refused only when an offset is outside its node, and these were just measured.
    let _ = selection.set_base_and_extent(&anchor, anchor_offset, &focus, focus_offset);
}

/// Puts the selection on `range`.
pub fn select_range(root: &HtmlElement, range: &Range) {
    let Some(selection) = selection_of(root) else { return };
    if let (Ok(start), Ok(start_offset), Ok(end), Ok(end_offset)) =
        (range.start_container(), range.start_offset(), range.end_container(), range.end_offset())
    {
        let _ = selection.set_base_and_extent(&start, start_offset, &end, end_offset);
    }
}

/// A live range over UTF-16 `start..end` of what `root` shows.
pub fn range(root: &Node, start: u32, end: u32) -> Option<Range> {
    let range = root.owner_document()?.create_range().ok()?;
    let (node, offset) = locate(root, start);
    range.set_start(&node, offset).ok()?;
    let (node, offset) = locate(root, end);
    range.set_end(&node, offset).ok()?;
    Some(range)
}

/// The element that has the focus in the tree that `element` stands in.
pub fn focused(element: &Element) -> bool {
    let home = element.get_root_node();
    let active = match home.dyn_ref::<ShadowRoot>() {
        Some(root) => root.active_element(),
        None => element.owner_document().and_then(|document| document.active_element()),
    };
    active.is_some_and(|active| active.is_same_node(Some(element)))
}

/// Takes the focus without moving the page.
pub fn focus(element: &HtmlElement) {
    if !focused(element) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Replaces UTF-16 `start..end` of what `root` shows, changing as few nodes as it can: live ranges and the selection
/// elsewhere stay where they are.
pub fn splice(root: &HtmlElement, start: u32, end: u32, insert: &str) {
    let (from, from_offset) = locate(root, start);
    let (to, to_offset) = locate(root, end);
    if let Some(text) = from.dyn_ref::<Text>()
        && from.is_same_node(Some(&to))
    {
        let _ = text.replace_data(from_offset, to_offset - from_offset, insert);
        return;
    }
    let Some(document) = root.owner_document() else { return };
    if let Ok(range) = document.create_range() {
        let _ = range.set_start(&from, from_offset);
        let _ = range.set_end(&to, to_offset);
        let _ = range.delete_contents();
    }
    match from.dyn_ref::<Text>() {
        Some(text) => {
            let _ = text.insert_data(from_offset, insert);
        }
        None => {
            let _ = from.insert_before(&document.create_text_node(insert), from.child_nodes().item(from_offset).as_ref());
        }
    }
}

/// Adds to the end of `root`.
pub fn append(root: &HtmlElement, data: &str) {
    match root.last_child().and_then(|last| last.dyn_into::<Text>().ok()) {
        Some(text) => {
            let _ = text.append_data(data);
        }
        None => {
            let _ = root.append_with_str_1(data);
        }
    }
}

/// Sees to the line feed that keeps an empty last line open: `root` shows a text of UTF-16 `text_length`, which ends with a
/// line feed if `open`.
pub fn close(root: &HtmlElement, text_length: u32, open: bool) {
    let (has, wants) = (length(root), text_length + u32::from(open));
    if has < wants {
        append(root, "\n");
    } else if has > wants
        && let Some(text) = root.last_child().and_then(|last| last.dyn_into::<Text>().ok())
    {
        let extra = (has - wants).min(text.length());
        let _ = text.delete_data(text.length() - extra, extra);
    }
}

/// Whether `root` ends with a line feed in a text node.
pub fn bare_end(root: &Node) -> bool {
    root.last_child().and_then(|last| last.dyn_into::<Text>().ok()).is_some_and(|text| text.data().ends_with('\n'))
}

/// The UTF-16 offset in what `root` shows that is nearest to a point of the viewport (CSS px).
pub fn offset_at_point(root: &HtmlElement, x: f64, y: f64) -> Option<u32> {
    let document = root.owner_document()?;
    let call = |name: &str, arguments: &Array| {
        let function = Reflect::get(&document, &name.into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
        function.apply(&document, arguments).ok().filter(|found| found.is_object())
    };
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let options = js_sys::Object::new();
    let _ = Reflect::set(&options, &"shadowRoots".into(), &shadow_roots(&root.get_root_node()));
    let (node, offset) = match call("caretPositionFromPoint", &Array::of3(&x.into(), &y.into(), &options)) {
        Some(position) => (get(&position, "offsetNode"), get(&position, "offset")),
        None => {
            let range = call("caretRangeFromPoint", &Array::of2(&x.into(), &y.into()))?;
            (get(&range, "startContainer"), get(&range, "startOffset"))
        }
    };
    offset_of(root, node.dyn_ref::<Node>()?, offset.as_f64()? as u32)
}

/// Types `text` in the place of the selection, as the author would: the browser's own undo has it, and its `input` event comes.
/// `false` when the engine or the page refuses.
pub fn type_text(element: &HtmlElement, text: &str) -> bool {
    let Some(document) = element.owner_document() else { return false };
    let Ok(command) = Reflect::get(&document, &"execCommand".into()) else { return false };
    let Some(command) = command.dyn_ref::<js_sys::Function>() else { return false };
    let done = if text.is_empty() {
        command.call3(&document, &"delete".into(), &false.into(), &JsValue::NULL)
    } else {
        command.call3(&document, &"insertText".into(), &false.into(), &text.into())
    };
    done.is_ok_and(|done| done.is_truthy())
}

/// Tells a page's listeners of a change that a script made.
pub fn fire_input(element: &HtmlElement, data: &str) {
    let options = web_sys::InputEventInit::new();
    options.set_bubbles(true);
    options.set_composed(true);
    options.set_input_type("insertReplacementText");
    options.set_data(Some(data));
    if let Ok(event) = web_sys::InputEvent::new_with_event_init_dict("input", &options) {
        let _ = element.dispatch_event(&event);
    }
}
