/** One question: its words, native controls, and the reasons why there may be no answer. */

import { useId } from "preact/hooks";
import type { NoteView, QuestionView } from "../../questionnaire/session.ts";
import { Input } from "../parts/fields.tsx";
import { Icon } from "../parts/icon.tsx";
import { day, say } from "../say.ts";
import type { Hand } from "./holding.ts";

const MISSES = { dk: "dk", refused: "refused", not_asked: "not_asked" } as const;

export function Item({ item, hand }: { item: QuestionView | NoteView; hand: Hand }) {
  if (item.kind === "note") return <p class="soft">{item.label}</p>;
  return item.locked ? <Locked question={item} /> : <Question question={item} hand={hand} />;
}

function Locked({ question }: { question: QuestionView }) {
  return <div class="question"><p class="label">{question.label}</p><p>{inWords(question) || say("not_known")}</p></div>;
}

/** The answer as people read it. */
export function inWords(question: QuestionView): string {
  const labelOf = (value: string) => question.choices.find((one) => one.value === value)?.label ?? value;
  if (question.missing) return say(MISSES[question.missing]);
  if (question.value === null) return "";
  if (typeof question.value !== "string") return question.value.map(labelOf).join(", ");
  return question.type === "date" ? day(question.value) : labelOf(question.value);
}

function Question({ question, hand }: { question: QuestionView; hand: Hand }) {
  const id = useId();
  const grouped = question.type === "select_one" || question.type === "select_multiple";
  const css = `question${question.problem ? " question-bad" : question.old ? " question-old" : ""}`;
  const body = (
    <>
      {question.hint && <p class="hint" id={`${id}-hint`}>{question.hint}</p>}
      {question.problem && <p class="field-error" id={`${id}-error`}>{question.problem.message}</p>}
      <Answer question={question} hand={hand} id={id} />
      {question.old && (
        <p class="badges"><span class="tag"><Icon name="clock" size={18} />{say("old_answer", { day: day(question.old) })}</span>
          <button type="button" class="toggle" onClick={() => hand.change((session) => session.confirm(question.path))}>{say("old_confirm")}<span class="out-of-sight">: {question.label}</span></button></p>
      )}
      <Misses question={question} hand={hand} />
    </>
  );
  const words = <>{question.label}{question.required && <span class="soft"> ({say("required")})</span>}</>;
  return grouped
    ? <fieldset class={css} id={id}><legend>{words}</legend>{body}</fieldset>
    : <div class={css}><div class="field"><label for={`${id}-answer`}>{words}</label>{body}</div></div>;
}

function Answer({ question, hand, id }: { question: QuestionView; hand: Hand; id: string }) {
  if (question.type === "select_one") return <OneOf question={question} hand={hand} id={id} />;
  if (question.type === "select_multiple") return <SeveralOf question={question} hand={hand} />;
  const typed = typeof question.value === "string" ? question.value : "";
  const answer = (value: string) => hand.change((session) => session.answer(question.path, value === "" ? null : value));
  const mode = question.type === "integer" ? "numeric" : question.type === "decimal" ? "decimal" : "text";
  const described = [question.hint && `${id}-hint`, question.problem && `${id}-error`].filter(Boolean).join(" ");
  const shared = { id: `${id}-answer`, value: typed, autocomplete: "off" as const, "aria-describedby": described || undefined, "aria-invalid": question.problem ? true : undefined };
  return question.appearance.includes("multiline")
    ? <textarea {...shared} onInput={(event) => answer(event.currentTarget.value)} />
    : <Input {...shared} type={question.type === "date" ? "date" : "text"} inputMode={mode} onInput={(event) => answer(event.currentTarget.value)} />;
}

function OneOf({ question, hand, id }: { question: QuestionView; hand: Hand; id: string }) {
  const short = question.choices.length <= 3 && question.choices.every((one) => one.label.length <= 12);
  return (
    <div class={short ? "choice-side" : undefined}>
      {question.choices.map((choice) => (
        <label class="choice" key={choice.value}>
          <input type="radio" name={`${id}-answer`} value={choice.value} checked={question.value === choice.value}
            onChange={() => hand.change((session) => session.answer(question.path, choice.value))} />
          <span class="choice-text">{choice.label}</span>
        </label>
      ))}
    </div>
  );
}

function SeveralOf({ question, hand }: { question: QuestionView; hand: Hand }) {
  const chosen = Array.isArray(question.value) ? (question.value as readonly string[]) : [];
  const toggled = (value: string) => (chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <div>
      {question.choices.map((choice) => (
        <label class="choice" key={choice.value}>
          <input type="checkbox" checked={chosen.includes(choice.value)}
            onChange={() => hand.change((session) => { const next = toggled(choice.value); session.answer(question.path, next.length ? next : null); })} />
          <span class="choice-text">{choice.label}</span>
        </label>
      ))}
    </div>
  );
}

function Misses({ question, hand }: { question: QuestionView; hand: Hand }) {
  const clearable = question.type === "select_one" && question.value !== null && question.old === null;
  if (question.mayMiss.length === 0 && !clearable) return null;
  return (
    <div class="misses" role="group" aria-label={say("no_answer_because", { question: question.label })}>
      {question.mayMiss.map((missing) => (
        <button key={missing} type="button" aria-pressed={question.missing === missing}
          onClick={() => hand.change((session) => session.setMissing(question.path, question.missing === missing ? "" : missing))}>
          {say(MISSES[missing])}
        </button>
      ))}
      {clearable && <button type="button" onClick={() => hand.change((session) => session.answer(question.path, null))}>{say("take_back")}</button>}
    </div>
  );
}
