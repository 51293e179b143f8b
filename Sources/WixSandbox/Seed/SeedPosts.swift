/// What the blog is about.
struct BlogTopic: Sendable {
    let label: String
    let description: String
    let titles: [String]
    /// Titles of drafts that were not published.
    let drafts: [String]
    let sentences: [String]
}

enum SeedPosts {
    static let tags = [
        "stoneware", "glaze", "linen", "wool", "beginners", "gifts", "autumn", "repair", "houseplants", "candles",
        "behind the scenes", "small batch",
    ]

    static let topics: [BlogTopic] = [
        BlogTopic(
            label: "From the Studio", description: "Kilns, wheels and what came out of them",
            titles: [
                "What a Failed Firing Taught Us", "Why Our Mugs Have Heavy Feet", "A Morning at the Wheel",
                "The Glaze That Took Three Years", "How We Mix Our Clay", "Opening the Kiln, Hour by Hour",
                "Small Batches, Explained", "The Tools We Never Lend",
            ],
            drafts: ["Notes on a Wood Kiln", "Ten Cones, Ten Greys"],
            sentences: [
                "The kiln was still warm when we lifted the lid, and nobody spoke for a minute.",
                "Clay remembers how it was handled, so the first ten minutes decide the rest.",
                "We weigh every ball of clay, because a hand is a poor scale after lunch.",
                "A glaze is a thin layer of glass, and glass has opinions about temperature.",
                "Half of the shelf came out as planned, and the other half came out better.",
                "The foot of a pot is where it meets the table, so we leave weight there.",
                "When a rim warps, we cut it down and call the piece a saucer.",
                "Our records fill three notebooks, and most pages end with the word again.",
            ]),
        BlogTopic(
            label: "Home Notes", description: "Living with few and good things",
            titles: [
                "Five Ways to Use One Bowl", "A Table for Eight in a Room for Four", "The Case for Fewer Cushions",
                "Wash Linen Like You Mean It", "Where to Put a Candle", "The Shelf by the Door",
                "Slow Mornings, Strong Tea", "How to Wrap Anything",
            ],
            drafts: ["A Guest Room in an Afternoon", "What to Keep by the Sink"],
            sentences: [
                "Start by taking everything off the table, then put back what you missed.",
                "Linen looks tired for two washes and wonderful for ten years.",
                "A room needs one thing that is too big and one that is almost too small.",
                "Put the light below eye level and the evening arrives on its own.",
                "We measured: most people use four plates and own twenty.",
                "A bowl by the door saves an hour of looking for keys each month.",
                "Good paper, a long ribbon and no tape: that is the whole secret.",
                "Nothing here needs to match, but everything should be glad to be seen.",
            ]),
        BlogTopic(
            label: "Plants", description: "Green things in clay",
            titles: [
                "Repotting Without Tears", "The Right Planter for a Fern", "Water Less, Look More",
                "Herbs That Forgive You", "A North Window Is Enough", "Terracotta or Glazed?",
                "Cuttings for Friends", "What Yellow Leaves Mean",
            ],
            drafts: ["A Winter Herb Shelf"],
            sentences: [
                "Push a finger into the soil to the second knuckle; if it comes out clean, water.",
                "Terracotta breathes, which forgives the generous hand with the can.",
                "A fern wants what you want in August: shade and something to drink.",
                "Yellow leaves are a letter, and it usually says too much.",
                "One size up is enough, since roots prefer a room to a hall.",
                "Turn the pot a quarter each week and the plant will stand straight.",
                "Cuttings root in a glass on the sill within three weeks.",
                "The saucer is not a pond: empty it after an hour.",
            ]),
        BlogTopic(
            label: "Make It Yourself", description: "Evenings with your hands",
            titles: [
                "Your First Pinch Pot", "Pour a Candle That Burns Evenly", "Block Printing on Old Shirts",
                "Mend a Plate with Gold", "Weave a Coaster in an Hour", "Dye with Onion Skins",
                "A Notebook from Three Sheets", "Seeds in Egg Cartons",
            ],
            drafts: ["A Lampshade from Offcuts", "Soap, the Slow Way"],
            sentences: [
                "Lay out everything before you begin; the second half goes quickly.",
                "Pinch and turn, pinch and turn, and stop before it looks finished.",
                "If the wick leans, the candle will tunnel, so clip it upright.",
                "Onion skins give a warm orange, and iron turns it to bark.",
                "Do not hide the crack: follow it with the brush.",
                "A pin loom fits in a bag, which is why half of ours were made on trains.",
                "The first print is for learning pressure, and the second is for keeping.",
                "Let it dry overnight, even when it feels dry at ten.",
            ]),
        BlogTopic(
            label: "People", description: "Makers, neighbours and guests",
            titles: [
                "Meet Priya, Who Weaves", "The Potter Next Door", "A Cafe and Its Forty Cups",
                "Our Oldest Customer", "Two Sisters and a Loom", "The Man Who Repairs Kilns",
                "What Our Guests Made in Spring", "Letters from the Shop Floor",
            ],
            drafts: ["An Evening with the Dyers"],
            sentences: [
                "She answers questions while her hands keep working, and the cloth grows a finger's width.",
                "He came to buy one cup and stayed for the winter.",
                "The cafe breaks three a month and orders five, to be safe.",
                "They share one loom and never the same opinion of blue.",
                "Asked what he looks for in a kiln, he said: a door that closes.",
                "Guests are braver in the second hour, when nobody looks at the clock.",
                "The letters come on paper, and we answer each on paper.",
                "There is always one person who makes an elephant.",
            ]),
    ]

    static let openings = [
        "People ask us about this nearly every week, so here is the long answer.",
        "This note began as a conversation over the counter.",
        "We put it off for a season, and now it is time to write it down.",
        "Nobody told us this when we began, so we are telling you.",
    ]
    static let headings = ["What we do", "How to begin", "What goes wrong", "A few notes", "Before you go"]
}
