"""What the engine found, in plain Russian: codes and facts become short sentences. Pure of database and clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nastavnik.bank.models import Mentor
from nastavnik.core.russian.wording import counted
from nastavnik.organisations.rules import ListName
from nastavnik.people.rules import Gender

from . import encoding
from .engine.labels import PART_NAMES
from .engine.model import Part, Remark, Unmatched, Why
from .engine.remedies import Remedy
from .gathering import Gathered

NO_DATA = "Нет данных"
NO_LINES: Mapping[str, Sequence[Any]] = {"met": (), "unmet": (), "unknown": ()}  # the part does not count
FULL_SHARE = 1000  # all of a part, in thousandths
NO_DIAGNOSTICS = "нет данных диагностики"
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A pair in words. A line of parts: code, name, points, of, words; of fits and gaps: code, words.

    `open` in a line are the words for those who may not see levels of diagnostics ("" means: leave it out).
    """

    points: int
    parts: list[dict[str, Any]]
    fits: list[dict[str, str]]
    gaps: list[dict[str, str]]


def tell(gathered: Gathered, why: Why) -> Told:
    speaker = _Speaker(gathered, why)
    return Told(
        points=why.score,
        parts=[speaker.part(part) for part in why.parts],
        fits=speaker.fits(),
        gaps=speaker.gaps(),
    )


def area(title: str) -> str:
    """«Методическая» of a list stands in a sentence as «методическая область»; «ИКТ-компетенции» stays."""
    words = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    return f"{words} область" if words.endswith("ая") else words


class _Speaker:
    def __init__(self, gathered: Gathered, why: Why) -> None:
        self.why, self.words = why, gathered.words
        self.request, self.mentor = gathered.requests[why.mentee], gathered.mentors[why.mentor]
        self.load = gathered.loads[self.mentor.person_id]
        self.asked = {item.code for item in self.request.domains.all()}
        self.facts: Mapping[str, Facts] = {part.code: part.facts for part in why.parts}

    def ends(self, female: str, male: str, neutral: str) -> str:
        gender = self.mentor.person.gender
        return {Gender.FEMALE: female, Gender.MALE: male}.get(Gender(gender), neutral) if gender else neutral

    def part(self, part: Part) -> dict[str, Any]:
        telling: dict[str, Callable[[Part], str]] = {
            "domains": lambda _: self._all_domains(open_only=False),
            "issue": lambda p: self._issue(bool(p.facts["common"])),
            "subject": lambda p: self._subject(bool(p.facts["common"])),
            "experience": lambda p: self._experience(p.facts),
            "windows": lambda p: self._windows(p.facts["common"]),
            "willingness": lambda p: self._willingness(p.facts),
            "workload": lambda _: self._workload(),
            "distance": lambda p: self._distance(p.facts["same"]),
            "past": lambda p: self._past(p.facts["pairs"]),
            "criteria": lambda p: self._criteria(p.facts["met"]),
            "mentee_wish": lambda p: (
                f"Пожелание № {p.facts['rank']}" if p.facts["rank"] else "Желали другого"
            ),
            "mentor_wish": lambda p: (
                f"Пожелание № {p.facts['rank']}" if p.facts["rank"] else "Желали другого"
            ),
            "waiting": lambda p: _waits(p.facts["days"]),
        }
        words = telling[part.code](part) if part.known else self._unknown(part.code)
        line = {
            "code": part.code,
            "name": PART_NAMES[part.code],
            "points": part.points,
            "of": part.of,
            "words": words,
            "known": part.known,
        }
        if part.code == "domains":
            line["open"] = self._all_domains(open_only=True) if part.known else words
        return line

    def _unknown(self, code: str) -> str:
        if code == "domains":
            return f"О наставляемом {NO_DIAGNOSTICS}: засчитана половина"
        if code in ("mentee_wish", "mentor_wish"):
            return "Пожеланий нет: засчитана половина"
        return f"{NO_DATA}: засчитана половина"

    # The nine domains

    def _named(self, kind: str, *, open_only: bool = False) -> list[str]:
        """Areas met, unmet or unknown; only those the request itself names where levels may not be seen."""
        codes = [self.words.domains[line["domain"]] for line in self.facts.get("domains", NO_LINES)[kind]]
        if open_only:
            codes = [code for code in codes if code in self.asked]
        titles = (self.words.title(ListName.DOMAIN, code) for code in codes)
        return [area(title) for title in titles if title]

    def _domain_lines(self, kind: str, say: Callable[[str], str]) -> list[dict[str, str]]:
        whole, seen = self._named(kind), self._named(kind, open_only=True)
        if not whole:
            return []
        return [_line("domain", say(", ".join(whole)), say(", ".join(seen)) if seen else "")]

    def _met(self, areas: str) -> str:
        strong = self.ends("Сильна в том", "Силён в том", "Сильные стороны — в том")
        return f"{strong}, где нужна помощь: {areas}"

    def _unmet(self, areas: str) -> str:
        return f"Нужна помощь, но это не самая сильная сторона: {areas}"

    def _untold(self, areas: str) -> str:
        return f"О наставнике {NO_DIAGNOSTICS}: {areas}"

    def _all_domains(self, *, open_only: bool) -> str:
        kinds = (("met", self._met), ("unmet", self._unmet), ("unknown", self._untold))
        told = [(self._named(kind, open_only=open_only), say) for kind, say in kinds]
        return "; ".join(say(", ".join(areas)) for areas, say in told if areas)

    # The other parts

    def _issue(self, common: bool) -> str:
        title = "" if self.request.issue.sensitive else f": {self.request.issue.title}"
        if common:
            return f"{self.ends('Готова', 'Готов', 'Может')} помочь по этому вопросу{title}"
        return f"Среди предложений наставника нет этого вопроса{title}"

    def _subject(self, common: bool) -> str:
        facts = self.facts["subject"]
        bits = facts["common"] if common else facts["asked"]
        names = ", ".join(self.words.subjects.named(bits))
        return f"Ведёт тот же предмет: {names}" if common else f"Не ведёт предмет: {names}"

    def _experience(self, facts: Facts) -> str:
        years, theirs = facts["mentor_years"], facts["mentee_years"]
        told = []
        if years >= 0:
            more = f", на {years - theirs} больше" if 0 <= theirs < years else ""
            same = ", не больше, чем у наставляемого" if 0 <= years <= theirs else ""
            told.append(f"стаж {counted(years, 'год,года,лет')}{more}{same}")
        if facts["mentor_category"] >= 1:
            told.append(CATEGORIES[facts["mentor_category"]])
        elif facts["mentor_category"] == 0:
            told.append("без категории")
        sentence = "; ".join(told) or NO_DATA
        return sentence[:1].upper() + sentence[1:]

    def _windows(self, common: Sequence[int]) -> str:
        if not common:
            return "Нет общего свободного времени"
        return f"Есть общее свободное время: {', '.join(encoding.days_of(common))}"

    def _willingness(self, facts: Facts) -> str:
        apart = [
            word
            for name, word in (("forms", "форма работы"), ("kinds", "вид наставничества"))
            if facts[name]["asked"] and facts[name]["offered"] and not facts[name]["common"]
        ]
        return f"Предпочитает иное: {', '.join(apart)}" if apart else "Форма и вид работы подходят обоим"

    def _workload(self) -> str:
        capacity = self.mentor.capacity
        free = self.load < capacity
        word = (
            self.ends("Свободна", "Свободен", "Есть место")
            if free
            else self.ends("Занята", "Занят", "Мест нет")
        )
        return f"{word}: ведёт {self.load} из {capacity}"

    def _distance(self, same: str) -> str:
        if same == "organisation":
            return "Работает в той же организации"
        return f"Работает в другой организации ({self.mentor.organisation.short_name}): только дистанционно"

    def _past(self, pairs: int) -> str:
        if not pairs:
            return "Завершённых пар ещё не было"
        return f"Опыт наставничества: {counted(pairs, 'завершённая пара,завершённые пары,завершённых пар')}"

    def _criteria(self, met: int) -> str:
        return f"Отвечает {'всем отмеченным' if met == FULL_SHARE else 'не всем отмеченным'} критериям отбора"

    # What fits and what is missing

    def _remark(self, remark: Remark) -> str:
        known: Mapping[str, Callable[[], str]] = {
            "issue": lambda: self._issue(bool(remark.facts["common"])),
            "subject": lambda: self._subject(bool(remark.facts["common"])),
            "experience": lambda: self._experience(remark.facts),
            "windows": lambda: self._windows(remark.facts["common"]),
            "willingness": lambda: self._willingness(remark.facts),
            "workload": self._workload,
            "past": lambda: self._past(remark.facts["pairs"]),
            "criteria": lambda: self._criteria(remark.facts["met"]),
            "distance": lambda: self._distance(remark.facts["same"]),
        }
        return known[remark.code]() if remark.code in known else ""

    def fits(self) -> list[dict[str, str]]:
        plain = [r for r in self.why.fits if r.code != "domain" and not self._goes_without_saying(r)]
        lines = self._domain_lines("met", self._met)
        return lines + [_line(r.code, words) for r in plain if (words := self._remark(r))]

    def _goes_without_saying(self, remark: Remark) -> bool:
        return remark.code == "criteria" or (
            remark.code == "distance" and remark.facts["same"] == "organisation"
        )

    def gaps(self) -> list[dict[str, str]]:
        lines = self._domain_lines("unmet", self._unmet) + self._domain_lines("unknown", self._untold)
        told = [r for r in self.why.gaps if r.code not in ("domain", "workload")]
        lines += [_line(r.code, words) for r in told if (words := self._remark(r))]
        if any(r.code == "domains" for r in self.why.unknown):
            lines.append(_line("domains", f"О наставляемом {NO_DIAGNOSTICS}"))
        if self.load >= self.mentor.capacity:
            lines.append(_line("workload", self._workload()))
        return lines


def _line(code: str, words: str, seen: str | None = None) -> dict[str, str]:
    return {"code": code, "words": words} if seen is None else {"code": code, "words": words, "open": seen}


def _waits(days: int) -> str:
    return f"Запрос ждёт {counted(days, 'день,дня,дней')}" if days else "Запрос открыт сегодня"


CATEGORIES = {
    1: "первая категория",
    2: "высшая категория",
    3: "педагог-методист",
    4: "педагог-наставник",
}

# Whom somebody has wished for is told to the curator alone, so the rule does not name it.
CONDITION = "Не проходит по условиям, которые поставил куратор"
# Why not this mentor, for one
BARS: Mapping[str, str] = {
    "self": "Нельзя быть наставником самому себе",
    "consent_mentee": "Нет согласия наставляемого на обработку данных",
    "consent_mentor": "Нет согласия наставника на обработку данных",
    "forbidden": "Эти двое уже работают вместе по этому вопросу",
    "declined": "От этой пары уже отказались",
    "capacity": "У наставника нет свободных мест. Увеличьте предел в банке наставников",
    "form": "Выбраны разные формы работы",
    "kind": "Выбраны разные виды наставничества",
    "reach": "Другая организация: на дистанционную работу должны быть согласны оба",
    "issue": "Наставник не берётся за этот вопрос",
    "subject": "Для помощи в содержании предмета нужен тот, кто ведёт его",
    "experience": "Стаж наставника не больше, чем у наставляемого",
    "domains": "Не силён ни в одном из названных затруднений, а без этого пару не предлагают",
    "windows": "Нет общего свободного времени, а без него пару не предлагают",
    "distance": "Работает в другой организации, а предлагают только своих",
    "past": "Ещё не доводил наставничество до конца, а без этого опыта пару не предлагают",
    "criteria": "Отвечает не всем критериям отбора, а без этого пару не предлагают",
    "mentee_wish": CONDITION,
    "mentor_wish": CONDITION,
    "cut_off": "Подходит слишком слабо: меньше порога, который задал куратор",
    "not_scored": "Пара не рассматривалась",
}
# Why nobody: how many mentors each rule takes away
COUNTED: Mapping[str, str] = {
    "self": "единственный подходящий — сам этот человек",
    "consent_mentor": "нет согласия у {}",
    "consent_mentee": "нет согласия самого наставляемого",
    "forbidden": "уже есть пара по этому вопросу или так решил куратор — у {}",
    "declined": "уже отказались от {}",
    "capacity": "нет свободных мест у {}",
    "form": "другая форма работы у {}",
    "kind": "другой вид наставничества у {}",
    "reach": "другая организация без согласия на дистанционную работу у {}",
    "issue": "другие вопросы у {}",
    "subject": "другой предмет у {}",
    "experience": "стаж не больше у {}",
    "domains": "ни одно из затруднений не сильная сторона у {}",
    "windows": "нет общего свободного времени у {}",
    "distance": "другая организация у {}",
    "past": "нет опыта наставничества у {}",
    "criteria": "отмечены не все критерии отбора у {}",
    "mentee_wish": "условия куратора не пройдены у {}",
    "mentor_wish": "условия куратора не пройдены у {}",
    "cut_off": "соответствие ниже порога у {}",
}
FEW = {1: "одного", 2: "двух", 3: "трёх", 4: "четырёх"}
STEPS: Mapping[str, str] = {
    "add_place": "Увеличьте предел одному из них или добавьте в банк ещё одного наставника.",
    "widen": "Разрешите дистанционную работу и поищите наставника в другой организации или добавьте своего.",
    "ask_consent": "Получите согласие на обработку данных.",
    "lift_ban": "Предложите другого наставника: добавьте его в банк.",
    "relax_rule": "Уточните в запросе форму и вид работы или добавьте в банк ещё одного наставника.",
    "lower_weight": "Снимите «Обязательно» или порог на странице «Что важно при подборе» "
    "либо добавьте в банк ещё одного наставника.",
    "train_mentor": "Добавьте в банк наставника, который готов помочь по этому вопросу.",
    "review_minima": "Проверьте наименьший размер групп.",
}
SET_APART = "Куратор решил не предлагать эту пару"
LIFT = "Проверьте, нужны ли ещё решения «не предлагать», или добавьте в банк ещё одного наставника."
LONE = "Увеличьте предел этому наставнику или добавьте в банк ещё одного."


def bar(failing: Sequence[str]) -> str:
    """The first rule that a pair fails, as a sentence; nothing for an eligible pair."""
    return BARS[failing[0]] if failing else ""


def barred(gathered: Gathered, mentee: int, mentor: int, failing: Sequence[str]) -> str:
    """Why these two (rows) cannot be proposed, as a sentence that everybody may read."""
    if failing and (mentee, mentor) in gathered.apart:
        return SET_APART
    return bar(failing)


def left_out(gathered: Gathered, one: Unmatched) -> tuple[str, str]:
    """Reason and next step, each a sentence."""
    if not gathered.mentors:
        return (
            "В банке нет наставников, которых можно предложить.",
            "Добавьте наставника в банк, отметьте, в чём он поможет, и получите его согласие.",
        )
    if one.code == "no_eligible":
        told = ", ".join(
            COUNTED[code].format(FEW.get(n, n)) for code, n in one.rules.items() if code in COUNTED
        )
        decided = one.next_step == "lift_ban" and any(row == one.mentee for row, _ in gathered.apart)
        return f"Подходящего наставника нет: {told}.", LIFT if decided else STEPS[one.next_step]
    names = [gathered.mentors[j].person.short_name for j in one.hall_mentors]
    who = ", ".join(names[:3]) + (f" и ещё {len(names) - 3}" if len(names) > 3 else "")
    asked = counted(one.asked, "запрос претендует,запроса претендуют,запросов претендуют")
    places = counted(one.places, "место,места,мест")
    step = LONE if len(names) == 1 and one.next_step == "add_place" else STEPS[one.next_step]
    return f"Свободных мест меньше, чем запросов: {asked} на {places} ({who}).", step


def ask(gathered: Gathered, one: Unmatched) -> Mentor | None:
    """Whose one more place would help: any of those who are full would; the least loaded is asked first."""
    if one.next_step != "add_place" or not one.hall_mentors:
        return None
    mentors = [gathered.mentors[j] for j in one.hall_mentors]
    return min(mentors, key=lambda m: (gathered.loads[m.person_id] + m.capacity, m.pk))


REMEDY_BANS = {
    "forbidden": "если снять решение «не предлагать вместе»",
    "declined": "если вернуть пару, от которой отказались",
}
SIDES = {"mentee": "наставляемый", "mentor": "наставник"}


def remedy(gathered: Gathered, one: Remedy) -> str:
    """The one change that would make a pair best: «Хватит одного: если поднять предел до 3»."""
    facts = one.facts
    if one.code == "points":
        return _lacking(gathered, facts)
    told: Mapping[str, Callable[[], str]] = {
        "ban": lambda: REMEDY_BANS[facts["kind"]],
        "distance": lambda: (
            f"если на дистанционную работу согласится {' и '.join(SIDES[s] for s in facts['sides'])}"
        ),
        "subject": lambda: (
            f"если наставник отметит предмет: {', '.join(gathered.words.subjects.named(facts['bits']))}"
        ),
        "issue": lambda: "если наставник отметит этот вопрос среди своих предложений",
        "place": lambda: "если у наставника станет одним местом больше",
        "window": lambda: (
            f"если {SIDES[facts['side']]} освободит время: {', '.join(encoding.days_of([facts['slot']]))}"
        ),
    }
    return f"Хватит одного: {told[one.code]()}."


def _lacking(gathered: Gathered, facts: Facts) -> str:
    """«Не хватает 3 баллов в части «Опыт и категория»» — only where one part has room for so many."""
    points = facts["points"] / 100
    shown = counted(round(points), "балла,баллов,баллов") if points >= 1 else "меньше балла"
    if not facts["where"]:
        return f"Не хватает: {shown}, и ни одна часть не даст столько одна."
    first = facts["where"][0]
    name = PART_NAMES[first["part"]]
    if first["domain"] is not None:
        title = gathered.words.title(ListName.DOMAIN, gathered.words.domains[first["domain"]])
        name = area(title) if title else name
    return f"Не хватает: {shown}. Столько может дать «{name}»."
