/// Names and places of invented people.
enum SeedPeople {
    static let firstNames = [
        "Ada", "Amir", "Anouk", "Beatriz", "Bram", "Callum", "Carmen", "Cedric", "Chidi", "Clara", "Dalia", "Desmond",
        "Dina", "Elif", "Emeka", "Esther", "Farah", "Felix", "Fiona", "Gideon", "Greta", "Hana", "Hugo", "Ines",
        "Ivo", "Jasper", "Joanna", "Kamal", "Keiko", "Lars", "Leila", "Lionel", "Maeve", "Mara", "Mateo", "Mina",
        "Nadia", "Niko", "Nora", "Olga", "Omar", "Paloma", "Percy", "Priya", "Quentin", "Rafael", "Rosa", "Rui",
        "Sabine", "Samir", "Selma", "Silas", "Tamsin", "Teo", "Uma", "Viktor", "Wanda", "Xavier", "Yara", "Zeno",
    ]
    static let lastNames = [
        "Abara", "Alder", "Baptiste", "Barlow", "Berg", "Calloway", "Castellan", "Cho", "Colby", "Dahl", "Delgado",
        "Dimov", "Easton", "Eriksen", "Farrow", "Fontaine", "Gallo", "Grover", "Hale", "Hanlon", "Haruki", "Ibarra",
        "Jansen", "Joffe", "Kaplan", "Kessler", "Khoury", "Lindqvist", "Lowell", "Maddox", "Marchetti", "Mbeki",
        "Moss", "Nakamura", "Novak", "Oduya", "Okafor", "Osborne", "Pereira", "Pike", "Quill", "Rahman", "Renner",
        "Roca", "Sand", "Santoro", "Sharma", "Silva", "Sorensen", "Tate", "Tran", "Ueda", "Vance", "Vidal", "Walsh",
        "Whitlock", "Yilmaz", "Zeller",
    ]
    static let domains = ["example.com", "example.org", "example.net", "mail.example", "post.example"]
    static let streets = [
        "Alder Street", "Beekman Avenue", "Canal Road", "Dutchess Terrace", "Ferry Street", "Grand Avenue",
        "Hudson Lane", "Liberty Street", "Main Street", "Orchard Hill", "Railroad Avenue", "Tioronda Avenue",
    ]
    static let cities: [(city: String, subdivision: String, postalCode: String)] = [
        ("Beacon", "US-NY", "12508"), ("Cold Spring", "US-NY", "10516"), ("Newburgh", "US-NY", "12550"),
        ("Poughkeepsie", "US-NY", "12601"), ("Brooklyn", "US-NY", "11215"), ("Hoboken", "US-NJ", "07030"),
        ("Danbury", "US-CT", "06810"), ("Great Barrington", "US-MA", "01230"), ("Montclair", "US-NJ", "07042"),
        ("Kingston", "US-NY", "12401"),
    ]
    static let companies = [
        "Fern & Field", "Northgate Inn", "Cobble Cafe", "Millstone Architects", "The Reading Room", "Hudson Blooms",
    ]
    static let labels: [(key: String, name: String, type: String)] = [
        ("contacts.customers", "Customers", "SYSTEM"), ("contacts.contacted-me", "Contacted Me", "SYSTEM"),
        ("custom.vip", "VIP", "USER_DEFINED"), ("custom.wholesale", "Wholesale", "USER_DEFINED"),
        ("custom.workshop-guest", "Workshop guest", "USER_DEFINED"),
        ("custom.newsletter", "Newsletter", "USER_DEFINED"),
        ("custom.press", "Press", "USER_DEFINED"),
    ]
    /// Authors of the blog: the first contacts of the shop.
    static let authors = [
        ("Nora", "Whitlock", "Founder"), ("Teo", "Marchetti", "Head of ceramics"), ("Priya", "Sharma", "Weaver"),
        ("Silas", "Quill", "Shop manager"), ("Maeve", "Hanlon", "Workshops"),
    ]
    static let staff: [(name: String, about: String)] = [
        ("Teo Marchetti", "Throws, trims and glazes; twelve years at the wheel."),
        ("Maeve Hanlon", "Hand building and beginners' evenings."),
        ("Priya Sharma", "Looms, dye pots and everything with thread."),
        ("Silas Quill", "Colour, rooms and the art of leaving things out."),
    ]
    /// What customers write, with what the shop answers.
    static let talks: [(question: String, answer: String)] = [
        (
            "Hi! Is the large planter coming back before the holidays?",
            "It is: the kiln is on, and we expect it in ten days."
        ),
        (
            "My candle arrived with a cracked glass. What can we do?",
            "We are sorry. A new one leaves the shop today, keep the old one."
        ),
        (
            "Could I bring a friend to the wheel lesson on Saturday?",
            "Gladly, the lesson fits two. I have noted your friend."
        ),
        ("Do you deliver to Cold Spring on Sundays?", "Only from Tuesday to Saturday, but Saturday evening works."),
        ("Which tea is the one you served at the opening?", "That was Toasted Rice. We keep a tin for tasting."),
        (
            "I would like forty mugs for a wedding. Is there a wholesale price?",
            "There is, from twenty-four pieces. I will send the list."
        ),
        ("Can the linen apron be washed at 60 degrees?", "At 40, please, and it will thank you."),
        (
            "I left a scarf in the weaving circle, green with a fringe.",
            "It hangs behind the counter and waits for you."
        ),
        ("Are the soap bars free of palm oil?", "All of them, since the first batch."),
        ("May I change my booking to the evening?", "The slot at seven is free. I will move you once you say yes."),
    ]
}
