/// A service of the studio.
struct StudioService: Sendable {
    let name: String
    let type: String
    let category: String
    let minutes: Int
    let capacity: Int
    /// Cents; 0 is free.
    let price: Int
    let needsApproval: Bool
    let about: String
    /// Positions in `SeedPeople.staff`.
    let staff: [Int]
}

enum SeedServices {
    static let all: [StudioService] = [
        .init(
            name: "Pottery wheel lesson", type: "APPOINTMENT", category: "Lessons", minutes: 60, capacity: 1,
            price: 6500,
            needsApproval: false, about: "One hour at the wheel with a teacher beside you.", staff: [0, 1]),
        .init(
            name: "Hand building, one to one", type: "APPOINTMENT", category: "Lessons", minutes: 90, capacity: 1,
            price: 8000, needsApproval: true, about: "Slabs, coils and patience.", staff: [1]),
        .init(
            name: "Loom lesson", type: "APPOINTMENT", category: "Lessons", minutes: 90, capacity: 1, price: 7500,
            needsApproval: true, about: "Warp, weft and a coaster to take home.", staff: [2]),
        .init(
            name: "Room consultation", type: "APPOINTMENT", category: "Advice", minutes: 45, capacity: 1, price: 0,
            needsApproval: true, about: "Bring photographs; we talk about light and shelves.", staff: [3]),
        .init(
            name: "Glaze your own mug", type: "APPOINTMENT", category: "Lessons", minutes: 60, capacity: 1, price: 4500,
            needsApproval: false, about: "Choose, dip, wait two weeks, drink.", staff: [0, 1, 3]),
        .init(
            name: "Candle pouring class", type: "CLASS", category: "Classes", minutes: 120, capacity: 10, price: 5500,
            needsApproval: false, about: "Two candles and a room that smells of cedar.", staff: [3]),
        .init(
            name: "Weaving circle", type: "CLASS", category: "Classes", minutes: 90, capacity: 8, price: 2500,
            needsApproval: false, about: "Bring a project or begin one.", staff: [2]),
        .init(
            name: "Six-week pottery course", type: "COURSE", category: "Courses", minutes: 120, capacity: 8,
            price: 29_000, needsApproval: false, about: "From the first ball of clay to a fired set of four.",
            staff: [0]),
    ]
}
