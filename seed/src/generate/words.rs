//! The words that made-up directories are made of.

/// First parts of invented neighbourhoods.
pub(super) const FIRST: &[&str] = &[
    "Penrose",
    "Tregarth",
    "Lanwell",
    "Kingsmoor",
    "Harrow",
    "Millbrae",
    "Copley",
    "Ashcombe",
    "Bickham",
    "Coryton",
    "Drakewell",
    "Eastlea",
    "Fernworth",
    "Gorsey",
    "Hexworth",
    "Ivyford",
    "Jennacombe",
    "Kerrow",
    "Langdon",
    "Marlcombe",
    "Norbrook",
    "Oakhanger",
    "Pentreath",
    "Quarrywell",
    "Roscarrow",
    "Saltmead",
    "Tolcarne",
    "Underhay",
    "Venn",
    "Wearde",
    "Yarner",
    "Zennick",
    "Aldersyde",
    "Brentmoor",
    "Chivelstone",
    "Dousland",
    "Ellacott",
    "Follaton",
    "Grenofen",
    "Hatherby",
    "Inchwell",
    "Jurston",
    "Kelsey",
    "Lopwell",
    "Merrifield",
    "Newlake",
    "Orchardleigh",
    "Pillmere",
    "Radnor",
    "Sharrow",
    "Tamerlea",
    "Uplyme",
    "Vinstone",
    "Widewater",
    "Yeoland",
    "Bellever",
    "Cattewell",
    "Dartmeet",
    "Elfordleigh",
    "Furzedown",
    "Goosemoor",
    "Heathfield",
    "Kenwith",
    "Longcause",
];

/// Second parts of invented neighbourhoods.
pub(super) const SECOND: &[&str] = &[
    "Green", "Cross", "Vale", "Park", "Hill", "Bridge", "Barton", "Quay", "Fields", "Village", "Heights",
    "Mead", "Combe", "Gate", "Down", "Point", "Wood", "Lake", "Grove", "Common",
];

/// Kinds of organization: what follows the neighbourhood, and what it is.
pub(super) const ORGANIZATIONS: &[(&str, &str)] = &[
    ("Community Association", "a residents' association that looks after the neighbourhood's shared spaces"),
    ("Community Trust", "a charity that works for the neighbourhood and owns some of its buildings"),
    ("Youth Project", "a youth work charity with its own small team"),
    ("Carers Network", "a mutual network of unpaid carers"),
    ("Foodbank", "a volunteer-run food bank"),
    ("Medical Centre", "a GP partnership"),
    ("Family Centre", "a family support charity"),
    ("Arts Collective", "a co-operative of artists who work with local people"),
    ("Sports Club", "a members' sports club with open sessions"),
    ("Methodist Church", "a church with an open door through the week"),
    ("Advice Centre", "an independent advice charity"),
    ("Learning Partnership CIC", "a community interest company for adult learning"),
    ("Over 60s Club", "a social club for older residents"),
    ("Housing Support Ltd", "a not-for-profit landlord and support provider"),
    ("Disability Forum", "a group led by disabled people"),
    ("Digital Hub", "a place that helps people to get on line"),
    ("Wellbeing Hub", "one of the city's wellbeing hubs"),
    ("Allotment Society", "a gardening society that lends plots and tools"),
    ("Parent and Toddler Group", "a group of parents who meet with their little ones"),
    ("Recovery Community", "a peer-led recovery group"),
];

/// Kinds of place.
pub(super) const PLACES: &[&str] = &[
    "Community Centre",
    "Hall",
    "Library",
    "Church Hall",
    "Health Centre",
    "Leisure Centre",
    "Youth Centre",
    "Children's Centre",
    "Resource Centre",
    "Sports Pavilion",
    "Guildhall",
    "House",
];

/// First parts of street names.
pub(super) const STREETS: &[&str] = &[
    "Albert",
    "Alma",
    "Beaumont",
    "Belmont",
    "Cavendish",
    "Chapel",
    "Clarence",
    "Church",
    "Duke",
    "Durham",
    "Elm",
    "Fore",
    "Garden",
    "George",
    "Grenville",
    "High",
    "Holland",
    "King",
    "Lime",
    "Lipson",
    "Mill",
    "Molesworth",
    "Napier",
    "North",
    "Oxford",
    "Pembroke",
    "Princess",
    "Queen",
    "Raleigh",
    "Regent",
    "Station",
    "Sutherland",
    "Tavistock",
    "Union",
    "Victoria",
    "Wellington",
    "West",
    "Wolsdon",
    "York",
    "Zion",
];

/// What follows in street names, long and short.
pub(super) const ROADS: &[(&str, &str)] = &[
    ("Road", "Rd"),
    ("Street", "St"),
    ("Avenue", "Ave"),
    ("Lane", "Ln"),
    ("Close", "Cl"),
    ("Terrace", "Terr"),
    ("Gardens", "Gdns"),
    ("Drive", "Dr"),
    ("Place", "Pl"),
    ("Crescent", "Cres"),
];

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

/// How to get in: sentences that end a description.
pub(super) const HOW: &[&str] = &[
    "Just turn up.",
    "Please ring first.",
    "Book a place on the website.",
    "A doctor or social worker can refer you, or ask us yourself.",
    "Everyone is welcome.",
    "Places are limited, so come early.",
    "There is step-free access.",
    "Ask at reception when you arrive.",
];

/// Words that lists shorten, long and short.
pub(super) const SHORTENED: &[(&str, &str)] = &[
    ("Community", "Comm."),
    ("Centre", "Ctr"),
    ("Association", "Assoc."),
    ("and", "&"),
    ("Medical", "Med."),
    ("Children's", "Childrens"),
    ("Methodist", "Meth."),
    ("Partnership", "P'ship"),
    ("Village", "Vill."),
    ("Society", "Soc."),
    ("Café", "Cafe"),
    ("Health", "Hlth"),
];

/// Words at the end of a name that some lists leave out.
pub(super) const DROPPED: &[&str] = &["Ltd", "CIC", "Trust", "Partnership"];

/// Beginnings of telephone numbers set aside for stories: nobody has them. Three or four digits follow.
pub(super) const FICTIONAL_NUMBERS: &[&str] = &[
    "0113 496 0",
    "0114 496 0",
    "0115 496 0",
    "0116 496 0",
    "0117 496 0",
    "0118 496 0",
    "0121 496 0",
    "0131 496 0",
    "0141 496 0",
    "0151 496 0",
    "0161 496 0",
    "020 7946 0",
    "0191 498 0",
    "028 9649 6",
    "029 2018 0",
];

/// When things happen: days in iCalendar's letters, opening and closing.
pub(super) const TIMES: &[(&str, &str, &str)] = &[
    ("MO", "10:00", "12:00"),
    ("TU", "09:30", "11:30"),
    ("WE", "13:00", "15:00"),
    ("TH", "18:00", "20:00"),
    ("FR", "12:00", "14:00"),
    ("SA", "10:00", "13:00"),
    ("MO,WE,FR", "09:00", "17:00"),
    ("TU,TH", "11:00", "15:00"),
    ("MO,TU,WE,TH,FR", "09:00", "17:00"),
    ("MO,TU,WE,TH", "08:30", "16:30"),
    ("SU", "14:00", "16:00"),
];
