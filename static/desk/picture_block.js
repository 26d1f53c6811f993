// A picture in the text: `<figure data-photo="17"></figure>`, between blocks and never inside of one. The
// editor shows it with its caption and credit, and moves it by mouse, by its buttons and by Alt and an arrow.

import { Document as PlainDocument, Node, pm } from "django-prose-editor/editor";
import { image, made, photoOf, pick, says } from "desk/picker";

const { NodeSelection, Plugin, Selection, TextSelection } = pm.state;

// Each is undone for itself, however soon it follows another.
const change = (view, tr) => {
  view.dispatch(pm.history.closeHistory(tr));
  view.dispatch(pm.history.closeHistory(view.state.tr));
};

// A block stands at the end, so that one can write on after a picture.
export const Document = PlainDocument.extend({ content: "(block | picture)* block" });

const idsIn = (doc) => {
  const found = [];
  doc.forEach((node, at) => {
    if (node.type.name === "picture") found.push([node.attrs.photo, at]);
  });
  return found;
};

// At the end a paragraph comes after it.
const withEnd = (doc, at, node) =>
  at === doc.content.size ? [node, doc.type.schema.nodes.paragraph.create()] : node;

// Before a paragraph in which one is about to begin, else after the block in which one is. A picture that
// stands in the text already is moved there.
const placed = (state, id) => {
  const { tr, doc, schema, selection: { $from, to } } = state;
  const isAtStart = $from.depth === 1 && $from.parentOffset === 0;
  const at = !$from.depth ? to : isAtStart ? $from.before(1) : $from.after(1);
  for (const [other, from] of idsIn(doc).reverse()) if (other === id) tr.delete(from, from + 1);
  const target = tr.mapping.map(at);
  return tr.insert(target, withEnd(tr.doc, target, schema.nodes.picture.create({ photo: id })));
};

const moved = (state, at, step) => {
  const { tr, doc } = state;
  const node = doc.nodeAt(at);
  const index = doc.resolve(at).index();
  const other = doc.maybeChild(index + step);
  const isLast = step > 0 && index + 2 === doc.childCount;
  if (!other || (isLast && other.isTextblock && !other.content.size)) return null;
  const target = step < 0 ? at - other.nodeSize : at + other.nodeSize;
  tr.delete(at, at + node.nodeSize);
  tr.insert(target, withEnd(tr.doc, target, node));
  return tr.setSelection(NodeSelection.create(tr.doc, target)).scrollIntoView();
};

// At the edge of a paragraph a key would delete the picture beside it: it is selected first. An empty
// paragraph goes instead, as long as another one stands at the end.
const selectedBeside = (state, step) => {
  const { doc, tr, selection: { $from, empty } } = state;
  const isAtEdge = $from.depth === 1 && $from.parentOffset === (step < 0 ? 0 : $from.parent.content.size);
  if (!empty || !isAtEdge) return null;
  const index = $from.index(0);
  const other = doc.maybeChild(index + step);
  if (other?.type.name !== "picture" || (!$from.parent.content.size && index + 1 < doc.childCount)) return null;
  return tr.setSelection(NodeSelection.create(doc, step < 0 ? $from.before(1) - 1 : $from.after(1)));
};

// What is typed while a picture is selected comes after it, not in its place.
const typedBeside = (view, text) => {
  const { state: { tr, schema, selection } } = view;
  if (selection.node?.type.name !== "picture") return false;
  tr.insert(selection.to, schema.nodes.paragraph.create(null, schema.text(text)));
  change(view, tr.setSelection(TextSelection.create(tr.doc, selection.to + 1 + text.length)).scrollIntoView());
  return true;
};

const captionHere = (id) => document.querySelector(`textarea[name="photo_caption_${id}"]`)?.value.trim();

const show = (dom, id) => {
  const [picture, caption, credit, why] = dom.querySelector(".placed").children;
  caption.textContent = `${says("Picture")} ${id}`;
  photoOf(id).then((photo) => {
    if (photo === undefined) return;
    const said = photo && (captionHere(id) || photo.caption || photo.label);
    picture.replaceChildren(photo ? image(photo) : made("span", { className: "no-image" }));
    caption.textContent = said || caption.textContent;
    credit.textContent = photo?.credit ?? "";
    why.textContent = photo ? photo.why : says("Gone");
    dom.setAttribute("aria-label", `${says("Picture")}: ${caption.textContent}`);
  });
};

const viewOf = ({ node, editor, getPos }) => {
  const press = (step) => {
    if (!editor.isEditable) return;
    const { state, view } = editor;
    const tr = step ? moved(state, getPos(), step) : state.tr.delete(getPos(), getPos() + 1);
    if (tr) change(view, tr);
    view.focus();
  };
  const button = (name, sign, step) => {
    const element = made("button", { type: "button", title: says(name), textContent: sign, onclick: () => press(step) });
    element.setAttribute("aria-label", says(name));
    return element;
  };
  const dom = made("figure", { className: "placed-picture" },
    made("div", { className: "placed" },
      made("div", { className: "placed-image" }),
      made("p", { className: "placed-caption", dir: "auto" }),
      made("p", { className: "placed-credit", dir: "auto" }),
      made("p", { className: "placed-why", dir: "auto" })),
    made("div", { className: "placed-buttons" }, button("Up", "↑", -1), button("Down", "↓", 1), button("Remove", "✕", 0)));
  const said = ({ detail }) => detail.id === node.attrs.photo && show(dom, node.attrs.photo);
  document.addEventListener("desk:caption", said);
  dom.addEventListener("click", () => editor.view.focus()); // else a first click selects, and no key hears of it
  show(dom, node.attrs.photo);
  return {
    dom,
    stopEvent: ({ target }) => Boolean(target.closest?.("button")),
    ignoreMutation: () => true,
    destroy: () => document.removeEventListener("desk:caption", said),
  };
};

const keyOf = (text) => (/^[1-9][0-9]{0,15}$/.test(text) ? Number(text) : null);

export const Picture = Node.create({
  name: "picture",
  atom: true,
  draggable: true,
  addAttributes() {
    return {
      photo: {
        isRequired: true,
        parseHTML: (element) => keyOf(element.dataset.photo),
        renderHTML: ({ photo }) => ({ "data-photo": photo }),
      },
    };
  },
  parseHTML() {
    return [{ tag: "figure[data-photo]", getAttrs: (element) => (keyOf(element.dataset.photo) ? null : false) }];
  },
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes],
  addNodeView: () => viewOf,

  addMenuItems({ menu }) {
    const button = made("button", { type: "button", className: "prose-menubar__button placing", textContent: says("Picture") });
    menu.defineItem({
      name: "picture",
      groups: "link", // apart from the marks, with what also asks for something
      button,
      active: (editor) => editor.isActive("picture"),
      enabled: (editor) => editor.isEditable,
      command: (editor) => pick({ choose: ({ id }) => change(editor.view, placed(editor.state, id).scrollIntoView()) }),
    });
  },

  addKeyboardShortcuts() {
    const move = (step) => ({ editor: { state, view } }) => {
      if (state.selection.node?.type.name !== "picture") return false;
      const tr = moved(state, state.selection.from, step);
      if (tr) change(view, tr);
      return true;
    };
    const select = (step) => ({ editor: { state, view } }) => {
      const tr = selectedBeside(state, step);
      if (tr) view.dispatch(tr.scrollIntoView());
      return Boolean(tr);
    };
    return { "Alt-ArrowUp": move(-1), "Alt-ArrowDown": move(1), Backspace: select(-1), Delete: select(1) };
  },

  addProseMirrorPlugins: () => [new Plugin({ props: { handleTextInput: (view, _from, _to, text) => typedBeside(view, text) } })],

  onCreate() {
    // Whoever comes to a text that begins with a picture comes to write.
    const { state, view } = this.editor;
    const first = Selection.findFrom(state.doc.resolve(0), 1, true);
    if (state.selection.node && first) view.dispatch(state.tr.setSelection(first).setMeta("addToHistory", false));
    // What is taken off the story's list leaves the text, too.
    this.storage.leave = ({ detail }) => {
      const { state: { doc, tr } } = this.editor;
      for (const [id, at] of idsIn(doc).reverse()) if (id === detail.id) tr.delete(at, at + 1);
      if (tr.docChanged) change(this.editor.view, tr);
    };
    document.addEventListener("desk:picture-out", this.storage.leave);
  },
  onDestroy() {
    document.removeEventListener("desk:picture-out", this.storage.leave);
  },
});
