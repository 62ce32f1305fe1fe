//! The types of schema.org that stand for something in HSDS.

use serde_json::Value;

use super::Node;

/// What a thing of a page becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Role {
    /// A service.
    Service,
    /// A service that is told of by when it takes place.
    Event,
    /// An organization, with a location where it has an address.
    Organization,
    /// A location.
    Place,
}

const SERVICES: &[&str] =
    &["Service", "GovernmentService", "FinancialProduct", "Course", "EducationalOccupationalProgram"];

/// Those whose names do not end in `Event`.
const EVENTS: &[&str] = &["Festival", "Hackathon", "EventSeries", "CourseInstance"];

/// Places that are no businesses.
const PLACES: &[&str] = &[
    "Place",
    "CivicStructure",
    "Accommodation",
    "Airport",
    "Aquarium",
    "Beach",
    "BusStation",
    "BusStop",
    "Campground",
    "Cemetery",
    "CityHall",
    "CommunityCenter",
    "Courthouse",
    "Crematorium",
    "EventVenue",
    "GovernmentBuilding",
    "LandmarksOrHistoricalBuildings",
    "MusicVenue",
    "Museum",
    "Park",
    "ParkingFacility",
    "PerformingArtsTheater",
    "PlaceOfWorship",
    "BuddhistTemple",
    "Church",
    "CatholicChurch",
    "HinduTemple",
    "Mosque",
    "Synagogue",
    "Playground",
    "PublicToilet",
    "RVPark",
    "StadiumOrArena",
    "TrainStation",
    "Zoo",
    "TouristAttraction",
    "Bridge",
    "Room",
    "MeetingRoom",
    "SportsActivityLocation",
    "PublicSwimmingPool",
    "LocationFeature",
];

/// Organizations whose names do not end in `Organization`. Businesses, which schema.org takes for places as well, are
/// among them.
const ORGANIZATIONS: &[&str] = &[
    "NGO",
    "Corporation",
    "Airline",
    "Consortium",
    "Cooperative",
    "EducationalOrganization",
    "CollegeOrUniversity",
    "ElementarySchool",
    "HighSchool",
    "MiddleSchool",
    "Preschool",
    "School",
    "FundingScheme",
    "LibrarySystem",
    "PerformingGroup",
    "DanceGroup",
    "MusicGroup",
    "TheaterGroup",
    "PoliticalParty",
    "Project",
    "FundingAgency",
    "ResearchProject",
    "SportsTeam",
    "SportsClub",
    "WorkersUnion",
    "LocalBusiness",
    "AnimalShelter",
    "ArchiveOrganization",
    "AutomotiveBusiness",
    "ChildCare",
    "Dentist",
    "DryCleaningOrLaundry",
    "EmergencyService",
    "FireStation",
    "Hospital",
    "PoliceStation",
    "EmploymentAgency",
    "EntertainmentBusiness",
    "AmusementPark",
    "ArtGallery",
    "Casino",
    "ComedyClub",
    "MovieTheater",
    "NightClub",
    "FinancialService",
    "BankOrCreditUnion",
    "InsuranceAgency",
    "FoodEstablishment",
    "Bakery",
    "BarOrPub",
    "CafeOrCoffeeShop",
    "Restaurant",
    "GovernmentOffice",
    "PostOffice",
    "HealthAndBeautyBusiness",
    "HealthClub",
    "DaySpa",
    "HomeAndConstructionBusiness",
    "InternetCafe",
    "LegalService",
    "Attorney",
    "Notary",
    "Library",
    "LodgingBusiness",
    "Hostel",
    "Hotel",
    "MedicalBusiness",
    "MedicalClinic",
    "CommunityHealth",
    "Nursing",
    "Optician",
    "Pharmacy",
    "Physician",
    "Physiotherapy",
    "PublicHealth",
    "VeterinaryCare",
    "DiagnosticLab",
    "ProfessionalService",
    "RadioStation",
    "TelevisionStation",
    "RecyclingCenter",
    "SelfStorage",
    "ShoppingCenter",
    "BowlingAlley",
    "ExerciseGym",
    "GolfCourse",
    "SkiResort",
    "TennisComplex",
    "Store",
    "BookStore",
    "BikeStore",
    "ComputerStore",
    "ThriftStore",
    "GroceryStore",
    "HardwareStore",
    "TouristInformationCenter",
    "TravelAgency",
];

/// What a thing becomes: by the first of its types that stands for something.
pub(in crate::formats) fn role(node: &Node) -> Option<Role> {
    types(node).find_map(role_of)
}

/// What a type stands for.
fn role_of(name: &str) -> Option<Role> {
    if SERVICES.contains(&name) {
        Some(Role::Service)
    } else if name.ends_with("Event") || EVENTS.contains(&name) {
        Some(Role::Event)
    } else if PLACES.contains(&name) {
        Some(Role::Place)
    } else if name.ends_with("Organization") || ORGANIZATIONS.contains(&name) {
        Some(Role::Organization)
    } else {
        None
    }
}

/// The types of a thing.
pub(in crate::formats) fn types(node: &Node) -> impl Iterator<Item = &str> {
    let told = node.get("@type");
    let list = told.map_or(&[][..], |told| told.as_array().map_or(std::slice::from_ref(told), Vec::as_slice));
    list.iter().filter_map(Value::as_str)
}
