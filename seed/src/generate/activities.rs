//! What made-up organizations offer.

/// Something people can do or get.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Activity {
    /// Its name.
    pub(super) name: &'static str,
    /// What it is, as a sentence.
    pub(super) about: &'static str,
    /// The topic it belongs to.
    pub(super) topic: &'static str,
    /// The youngest and oldest it is for; 0 where there is no bound.
    pub(super) ages: (u8, u8),
}

const fn does(name: &'static str, topic: &'static str, ages: (u8, u8), about: &'static str) -> Activity {
    Activity { name, about, topic, ages }
}

/// What organizations offer.
pub(super) const ACTIVITIES: &[Activity] = &[
    does("Lunch Club", "Food", (60, 0), "A hot meal and good company in the middle of the day."),
    does("Food Parcels", "Food", (0, 0), "Three days of groceries for anyone who has run out."),
    does("Community Kitchen", "Food", (0, 0), "Cook together, eat together and take a portion home."),
    does("Warm Space", "Warm spaces", (0, 0), "A heated room with free hot drinks, books and games."),
    does(
        "Digital Drop-in",
        "Digital help",
        (0, 0),
        "Bring a phone, tablet or question; someone will sit with you.",
    ),
    does(
        "Computer Basics Course",
        "Digital help",
        (18, 0),
        "Six short lessons for people who are new to computers.",
    ),
    does("Public Computers", "Digital help", (0, 0), "Computers, printing and Wi-Fi for anyone to use."),
    does(
        "Youth Club",
        "Young people",
        (11, 18),
        "Open evening for young people with sport, music and someone to talk to.",
    ),
    does(
        "Detached Youth Work",
        "Young people",
        (13, 19),
        "Youth workers who meet young people where they are.",
    ),
    does("Homework Club", "Young people", (7, 16), "A quiet place and a helping hand after school."),
    does("Stay and Play", "Families", (0, 5), "Toys, songs and company for under-fives and their grown-ups."),
    does("Baby Group", "Families", (0, 1), "A gentle weekly meeting for new parents."),
    does(
        "Parenting Course",
        "Families",
        (18, 0),
        "A friendly course for parents who would like ideas and support.",
    ),
    does(
        "Carers Support",
        "Advice",
        (18, 0),
        "Information, breaks and company for people who care for someone.",
    ),
    does("Benefits Advice", "Advice", (16, 0), "Help to check what you can claim and to fill in the forms."),
    does("Debt Advice", "Advice", (18, 0), "Confidential help to deal with bills and debts."),
    does("Legal Advice Clinic", "Advice", (18, 0), "A short first talk with a volunteer lawyer."),
    does(
        "Housing Advice",
        "Housing",
        (16, 0),
        "Help for people who may lose their home or need a better one.",
    ),
    does(
        "Supported Housing",
        "Housing",
        (18, 0),
        "A room with a support worker while you get back on your feet.",
    ),
    does("General Practice", "Health", (0, 0), "Doctors and nurses for registered patients."),
    does("Health Checks", "Health", (40, 74), "Blood pressure, weight and a talk about staying well."),
    does("Stop Smoking Clinic", "Health", (12, 0), "Weekly help to give up smoking."),
    does("Talking Group", "Mental health", (18, 0), "A small group in which people listen to one another."),
    does("Bereavement Café", "Mental health", (18, 0), "Tea and talk with others who have lost someone."),
    does(
        "Recovery Group",
        "Mental health",
        (18, 0),
        "Peer support for people in recovery from drink or drugs.",
    ),
    does(
        "Memory Café",
        "Older people",
        (50, 0),
        "For people who live with memory loss and those close to them.",
    ),
    does("Seated Exercise", "Sport", (55, 0), "Gentle movement to music; chairs provided."),
    does("Walking Football", "Sport", (50, 0), "The same game at a walk, for any level of fitness."),
    does("Swimming Lessons", "Sport", (4, 0), "Small classes from first splash to confident strokes."),
    does("Health Walk", "Sport", (0, 0), "A led walk of about an hour at an easy pace."),
    does("Community Choir", "Arts", (16, 0), "No auditions and no need to read music."),
    does("Craft Group", "Arts", (0, 0), "Bring a project or start one with our materials."),
    does("Art for Wellbeing", "Arts", (18, 0), "Drawing and painting to slow down and enjoy."),
    does("English Classes", "Learning", (16, 0), "English for people who speak another language."),
    does("Family Learning", "Learning", (0, 0), "Parents and children learn something new together."),
    does("Job Club", "Work", (16, 0), "CVs, applications and practice interviews."),
    does("Repair Café", "Community centres", (0, 0), "Bring something broken and mend it with a volunteer."),
    does("Room Hire", "Community centres", (0, 0), "Rooms for classes, meetings and parties."),
    does("Befriending", "Older people", (60, 0), "A volunteer visits or rings for a regular chat."),
    does(
        "Community Garden",
        "Community centres",
        (0, 0),
        "Grow vegetables and flowers with your neighbours.",
    ),
];
