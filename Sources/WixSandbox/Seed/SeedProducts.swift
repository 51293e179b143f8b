/// A family of products that differ by name.
struct ProductLine: Sendable {
    enum Choice: Sendable { case none, colour, size, scent }
    let noun: String
    let category: String
    let brand: String
    /// Cents of the cheapest and the dearest.
    let price: ClosedRange<Int>
    let choice: Choice
    let names: [String]
    let blurb: String
}

/// What the shop sells.
enum SeedProducts {
    static let lines: [ProductLine] = [
        .init(
            noun: "Mug", category: "Ceramics", brand: "Juniper Studio", price: 2400...3400, choice: .colour,
            names: ["Harbor", "Dune", "Moss", "Ember", "Fjord", "Saffron", "Pebble"],
            blurb: "thrown by hand in speckled stoneware and glazed inside and out"),
        .init(
            noun: "Serving Bowl", category: "Ceramics", brand: "Juniper Studio", price: 4800...7200, choice: .size,
            names: ["Orchard", "Tidepool", "Hearth", "Quarry", "Meadow", "Cinder", "Lagoon"],
            blurb: "wide enough for a salad for six and safe in the oven up to 200 °C"),
        .init(
            noun: "Planter", category: "Plants", brand: "Clay Row", price: 2900...5900, choice: .size,
            names: ["Terrace", "Windowsill", "Canyon", "Atrium", "Lookout", "Sunroom", "Alcove"],
            blurb: "made of frost-proof terracotta with a saucer that catches the drips"),
        .init(
            noun: "Vase", category: "Ceramics", brand: "Clay Row", price: 3600...8800, choice: .colour,
            names: ["Reed", "Lantern", "Thistle", "Anther", "Column", "Ripple", "Solstice"],
            blurb: "shaped for five stems, heavy at the foot so that it stays where you put it"),
        .init(
            noun: "Candle", category: "Candles", brand: "Low Light", price: 1800...3200, choice: .scent,
            names: ["Cabin", "First Frost", "Herb Garden", "Old Library", "Night Market", "Rain Barrel", "Bonfire"],
            blurb: "poured from soy and beeswax, with a cotton wick that burns for forty hours"),
        .init(
            noun: "Throw", category: "Textiles", brand: "Hollow Loom", price: 9800...16_800, choice: .colour,
            names: ["Ridge", "Foghorn", "Bramble", "Longhouse", "Skein", "Drift", "Tollgate"],
            blurb: "woven from lambswool offcuts and brushed until it is soft"),
        .init(
            noun: "Cushion", category: "Textiles", brand: "Hollow Loom", price: 4200...6400, choice: .size,
            names: ["Checker", "Herringbone", "Oat", "Marigold", "Slate", "Plume", "Juniper"],
            blurb: "covered in washed linen, with a feather inner and a hidden zip"),
        .init(
            noun: "Apron", category: "Textiles", brand: "Hollow Loom", price: 3400...5200, choice: .size,
            names: ["Linen", "Potter's", "Baker's", "Garden", "Canvas", "Pinafore", "Workshop"],
            blurb: "cut from heavy cloth with cross-back straps and a pocket that closes"),
        .init(
            noun: "Tea", category: "Pantry", brand: "Kettle & Co", price: 900...1900, choice: .size,
            names: ["Smoky Black", "Mint Verbena", "Toasted Rice", "Lemon Ginger", "Rose Hip", "Jasmine", "Chai"],
            blurb: "whole leaves in a tin that can be filled again at our counter"),
        .init(
            noun: "Soap Bar", category: "Bath", brand: "Tallow Tree", price: 800...1400, choice: .scent,
            names: ["Oatmeal", "Charcoal", "Sea Salt", "Calendula", "Cedar", "Honey", "Rosemary"],
            blurb: "cold-processed, cured for six weeks and wrapped in paper"),
        .init(
            noun: "Notebook", category: "Paper", brand: "Margin Press", price: 1200...2200, choice: .colour,
            names: ["Field", "Recipe", "Sketch", "Dot Grid", "Ledger", "Travel", "Garden Diary"],
            blurb: "stitched so that it lies flat, 144 pages of recycled paper"),
        .init(
            noun: "Kit", category: "Make It Yourself", brand: "Juniper Studio", price: 3800...7400, choice: .none,
            names: [
                "Air-Dry Clay", "Candle Pouring", "Pin Loom", "Block Print", "Natural Dye", "Kintsugi Repair",
                "Seed Starting",
            ],
            blurb: "everything for one long evening, with a booklet that assumes nothing"),
    ]

    static let colours: [(name: String, code: String)] = [
        ("Oat", "#E6DCC8"), ("Slate", "#5B6770"), ("Moss", "#6B7B4B"), ("Rust", "#A9532F"), ("Ink", "#26313F"),
        ("Clay", "#C08A6B"), ("Sage", "#A9B59A"), ("Plum", "#6A3B4F"),
    ]
    static let sizes = ["Small", "Medium", "Large"]
    static let scents = ["Cedar & Smoke", "Fig Leaf", "Lavender", "Unscented", "Orange Peel", "Vetiver"]

    static let remarks = [
        "Each one differs a little, which is the point.", "It gets better with use.",
        "We have sold it since the shop opened.", "Wash it by hand and it will outlive the fashion.",
        "It ships in paper, never in plastic.", "Pairs well with anything else on this shelf.",
        "Made twenty miles from the shop.", "A quiet present for somebody who has everything.",
        "The batch is small, and the next one takes a month.", "Ask us to wrap it: there is no charge.",
    ]
}
