"""The lists an organisation starts with; every line is then its own to rename, switch off or add to."""

from dataclasses import dataclass

from .rules import ListName

FORM, KIND, ISSUE, CATEGORY = ListName.FORM, ListName.KIND, ListName.ISSUE, ListName.CATEGORY
PROBLEM, SOURCE, DOMAIN, CRITERION = ListName.PROBLEM, ListName.SOURCE, ListName.DOMAIN, ListName.CRITERION
SUBJECT, POSITION = ListName.SUBJECT, ListName.POSITION
TOPIC, DIRECTION = ListName.TOPIC, ListName.DIRECTION

# The nomenclature of positions; the earlier one (2013) was replaced by it [K: check the status].
NOMENCLATURE = "Постановление Правительства РФ от 21.02.2022 № 225"


@dataclass(frozen=True)
class Item:
    list: ListName
    code: str
    title: str
    hint: str = ""
    sensitive: bool = False
    source_act: str = ""


# R194–R199 and the students' forms; the list is open (R196).
FORMS = (
    Item(FORM, "teacher-teacher", "педагог — педагог", "Опытный педагог поддерживает коллегу"),
    Item(
        FORM,
        "head-teacher",
        "руководитель — педагог",
        "Руководитель создаёт условия и помогает улучшить работу",
    ),
    Item(
        FORM, "employer-student", "работодатель — студент", "Профессионал с производства и будущий специалист"
    ),
    Item(
        FORM,
        "professor-teacher",
        "педагог вуза или колледжа — молодой педагог",
        "Помощь в первые годы работы",
    ),
    Item(FORM, "partner-teacher", "социальный партнёр — педагог", "Опыт другой организации"),
    Item(FORM, "pupil-pupil", "ученик — ученик", "Старший или более успешный ученик помогает сверстнику"),
    Item(FORM, "student-pupil", "студент — ученик", "Студент помогает школьнику"),
    Item(FORM, "teacher-pupil", "учитель — ученик", "Педагог ведёт ученика к его цели"),
)
# R200–R210
KINDS = (
    Item(KIND, "traditional", "традиционное («один на один»)", "Долгая работа более опытного с начинающим"),
    Item(KIND, "group", "в группе", "Один наставник и двое или больше наставляемых"),
    Item(KIND, "short-term", "краткосрочное (целеполагающее)", "Встречи по графику ради близкого результата"),
    Item(KIND, "reverse", "реверсивное", "Младший учит новому, старший — методике: две встречные пары"),
    Item(KIND, "situational", "ситуационное", "Помощь тогда, когда она понадобилась"),
    Item(KIND, "speed", "скоростное", "Одна встреча с профессионалом"),
    Item(KIND, "virtual", "виртуальное (дистанционное)", "Видеосвязь и другие средства связи"),
)
# R105: seven issues and others
ISSUES = (
    Item(ISSUE, "subject-content", "Содержание предмета"),
    Item(ISSUE, "teaching-methods", "Методика обучения и преподавания"),
    Item(ISSUE, "upbringing", "Воспитательная работа"),
    Item(ISSUE, "lesson-organisation", "Организация урока и внеурочной деятельности"),
    Item(ISSUE, "psychology", "Психолого-педагогическое сопровождение"),
    Item(ISSUE, "parents", "Работа с родителями"),
    Item(ISSUE, "supplementary", "Связь с дополнительным образованием"),
    Item(ISSUE, "digital", "Цифровые средства и технологии"),
    Item(ISSUE, "other", "Другой вопрос"),
)
# R024, R271, R382
CATEGORIES = (
    Item(CATEGORY, "young-specialist", "Молодой специалист"),
    Item(CATEGORY, "new-organisation", "Сменил место работы, осваивается в новой организации"),
    Item(CATEGORY, "new-position", "Вступает в новую должность"),
    Item(CATEGORY, "after-attestation", "По итогам аттестации"),
    Item(CATEGORY, "less-experienced", "Менее опытный коллега"),
    Item(CATEGORY, "pupil", "Обучающийся"),
)
# R173–R174; the last two are seen by the person, the curator and the psychologist only
PROBLEMS = (
    Item(PROBLEM, "new-team", "Молодой специалист в новом коллективе"),
    Item(PROBLEM, "new-technologies", "Опытному педагогу неуютно среди новых технологий"),
    Item(PROBLEM, "growth-crisis", "Кризис профессионального роста", sensitive=True),
    Item(PROBLEM, "burnout", "Профессиональное выгорание", sensitive=True),
)
# R117–R120, R131
SOURCES = (
    Item(SOURCE, "pedagogue", "Педагог, готовый делиться опытом"),
    Item(SOURCE, "pupil", "Обучающийся, готовый помочь сверстникам"),
    Item(SOURCE, "parent", "Родитель или опекун"),
    Item(SOURCE, "council", "Член родительского или управляющего совета"),
    Item(SOURCE, "external", "Профессионал из другой организации"),
)
# R168–R169: nine domains; their number is data
DOMAINS = (
    Item(DOMAIN, "theory", "Научно-теоретическая", "Основы педагогики и своей науки"),
    Item(DOMAIN, "law", "Нормативная правовая", "Законы, стандарты, локальные акты"),
    Item(DOMAIN, "subject", "Предметная", "Знание предмета и умение решать его задачи"),
    Item(DOMAIN, "psychology", "Психолого-педагогическая", "Дети, подростки и их родители"),
    Item(DOMAIN, "methods", "Методическая", "Урок, приёмы, оценивание"),
    Item(DOMAIN, "ict", "ИКТ-компетенции", "Уверенная работа с компьютером и программами"),
    Item(DOMAIN, "digitalisation", "Цифровизация образования", "Платформы, дистанционные уроки, данные"),
    Item(
        DOMAIN,
        "upbringing",
        "Внеурочная и воспитательная деятельность",
        "Классное руководство, события, кружки",
    ),
    Item(DOMAIN, "health", "Здоровьесбережение", "Нагрузка, режим, безопасность обучающихся"),
)
# R141–R149
CRITERIA = (
    Item(CRITERION, "wish", "Хочет участвовать"),
    Item(CRITERION, "experience", "Есть профессиональный опыт"),
    Item(CRITERION, "skills", "Развиты компетенции и навыки общения"),
    Item(CRITERION, "time", "Есть время"),
    Item(CRITERION, "life", "Положительный жизненный и профессиональный опыт"),
    Item(CRITERION, "fits", "Подходит под запросы наставляемых"),
    Item(CRITERION, "civic", "Активная гражданская позиция"),
    Item(CRITERION, "motivation", "Есть мотивация"),
    Item(CRITERION, "rapport", "Умеет налаживать отношения"),
    Item(CRITERION, "empathy", "Проявляет эмпатию"),
    Item(CRITERION, "respect", "Уважает наставляемого"),
    Item(CRITERION, "learning", "Готов учиться и развиваться сам"),
)
SUBJECTS = tuple(
    Item(SUBJECT, code, title)
    for code, title in (
        ("primary", "Начальные классы"),
        ("russian", "Русский язык и литература"),
        ("mathematics", "Математика"),
        ("informatics", "Информатика"),
        ("physics", "Физика"),
        ("chemistry", "Химия"),
        ("biology", "Биология"),
        ("geography", "География"),
        ("history", "История и обществознание"),
        ("foreign", "Иностранный язык"),
        ("sport", "Физическая культура"),
        ("technology", "Труд (технология)"),
        ("arts", "Музыка и изобразительное искусство"),
        ("preschool", "Дошкольное образование"),
        ("class", "Классное руководство"),
    )
)
# R020: positions of pedagogical workers
POSITIONS = tuple(
    Item(POSITION, code, title, source_act=NOMENCLATURE)
    for code, title in (
        ("teacher", "учитель"),
        ("lecturer", "преподаватель"),
        ("educator", "воспитатель"),
        ("senior-educator", "старший воспитатель"),
        ("psychologist", "педагог-психолог"),
        ("social", "социальный педагог"),
        ("organiser", "педагог-организатор"),
        ("supplementary", "педагог дополнительного образования"),
        ("librarian", "педагог-библиотекарь"),
        ("tutor", "тьютор"),
        ("methodist", "методист"),
        ("instructor", "инструктор по физической культуре"),
        ("music", "музыкальный руководитель"),
        ("speech", "учитель-логопед"),
        ("defectologist", "учитель-дефектолог"),
        ("head-of-training", "мастер производственного обучения"),
        ("concertmaster", "концертмейстер"),
        ("trainer", "тренер-преподаватель"),
        ("safety", "преподаватель-организатор основ безопасности и защиты Родины"),
        ("adviser", "советник директора по воспитанию"),
        ("leader", "руководитель физического воспитания"),
        ("counsellor", "старший вожатый"),
    )
)

# R176–R178: what mentoring is about; sub-items stand in the hint, a semicolon between them.
TOPICS = (
    Item(
        TOPIC,
        "personal",
        "Личностные качества",
        "лидерские качества; активная жизненная позиция; стрессоустойчивость; искусство тайм-менеджмента",
    ),
    Item(
        TOPIC,
        "methodical",
        "Методическая грамотность",
        "учебно-методическая документация; проектирование занятия по ФГОС; современные педагогические "
        "технологии; повышение квалификации",
    ),
    Item(
        TOPIC,
        "social",
        "Социальная адаптация",
        "психологические особенности обучающихся; психологический климат в коллективе; работа в творческих "
        "группах",
    ),
)
# R216, R074
DIRECTIONS = (
    Item(DIRECTION, "becoming", "Профессиональное становление"),
    Item(DIRECTION, "development", "Профессиональное развитие"),
    Item(DIRECTION, "duties", "Адаптация к должностным обязанностям"),
    Item(DIRECTION, "digital", "Цифровые компетенции и гибридные формы обучения"),
    Item(DIRECTION, "training", "Учебное наставничество"),
    Item(DIRECTION, "production", "Производственное наставничество"),
    Item(DIRECTION, "career", "Профессиональная ориентация обучающегося"),
)


def shipped_items() -> tuple[Item, ...]:
    return (
        *FORMS,
        *KINDS,
        *ISSUES,
        *CATEGORIES,
        *PROBLEMS,
        *SOURCES,
        *DOMAINS,
        *CRITERIA,
        *SUBJECTS,
        *POSITIONS,
        *TOPICS,
        *DIRECTIONS,
    )
