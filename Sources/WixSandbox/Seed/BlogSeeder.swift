import JSON

/// Makes categories, tags, posts and drafts.
struct BlogSeeder {
    let today: Int
    var random: RandomSource

    mutating func fill(_ state: inout SandboxState) {
        let authors = state[.members].entities.compactMap { $0["id"]?.stringValue }
        let opened = SiteZone.moment(day: today - 650, minute: 600)
        let tagIds = SeedPosts.tags.map { label in
            let id = random.guid()
            state[.blogTags].put(
                Taxonomy.tag(id: id, label: label, slug: Slug.make(label), language: "en", created: opened))
            return id
        }
        for (position, topic) in SeedPosts.topics.enumerated() {
            let categoryId = addCategory(topic, position, &state)
            let drafts = topic.titles.map { ($0, true) } + topic.drafts.map { ($0, false) }
            for (title, isPublished) in drafts {
                let author = random.pick(authors)
                let tags = random.sample(tagIds, random.number(in: 1...3))
                add(title, topic, categoryId, tags, author, isPublished: isPublished, &state)
            }
        }
        scheduleOne(&state)
    }

    private mutating func addCategory(_ topic: BlogTopic, _ position: Int, _ state: inout SandboxState) -> String {
        let id = random.guid()
        let slug = Slug.make(topic.label)
        state[.blogCategories].put([
            "id": .string(id), "label": .string(topic.label), "title": .string(topic.label),
            "description": .string(topic.description), "slug": .string(slug), "postCount": 0,
            "displayPosition": .int(position), "language": "en",
            "url": ["base": .string(Shop.url), "path": .string("/blog/categories/\(slug)")],
        ])
        return id
    }

    private mutating func add(
        _ title: String, _ topic: BlogTopic, _ categoryId: String, _ tagIds: [String], _ author: String,
        isPublished: Bool, _ state: inout SandboxState
    ) {
        let id = random.guid()
        let daysAgo = isPublished ? random.number(in: 4...420) : random.number(in: 0...20)
        let written = min(
            SiteZone.moment(day: today - daysAgo, minute: random.number(in: 480...1080)),
            SiteZone.moment(day: today, minute: 0))
        let content = content(topic)
        let text = RicosText.plain(content)
        let image = image(title)
        var draft: JSONValue = [
            "id": .string(id), "title": .string(title), "excerpt": .string(String(text.prefix { $0 != "\n" })),
            "featured": .bool(random.chance(10)), "categoryIds": .strings([categoryId]), "memberId": .string(author),
            "hashtags": [], "commentingEnabled": true, "minutesToRead": .int(RicosText.minutes(text)),
            "tagIds": .strings(tagIds), "relatedPostIds": [], "pricingPlanIds": [], "language": "en",
            "status": "UNPUBLISHED", "hasUnpublishedChanges": true, "editedDate": .string(written.text),
            "createdDate": .string(written.adding(-Timestamp.day).text), "seoData": ["tags": []], "slugs": [],
            "url": ["base": .string(Shop.url), "path": .string("/post/\(Slug.make(title))")],
            "changeOrigin": "PUBLISH", "richContent": content,
            "media": ["displayed": true, "custom": true, "wixMedia": ["image": image]],
        ]
        // Some authors set a picture for the blog's page on phones too.
        if title.utf8.count % 2 == 0 { draft["heroImage"] = image }
        state[.draftPosts].put(draft)
        guard isPublished else { return }
        state.now = written
        // The draft was put just above, so publishing cannot fail.
        try? state.publish(id)
        guard var post = state[.posts][id] else { return }
        let views = random.number(in: 40...2400)
        post["metrics"] = ["comments": .int(random.below(9)), "likes": .int(views / 30), "views": .int(views)]
        post["pinned"] = .bool(title == SeedPosts.topics[0].titles[0])
        state[.posts].put(post)
    }

    private mutating func content(_ topic: BlogTopic) -> JSONValue {
        let sentences = random.sample(topic.sentences, topic.sentences.count)
        let headings = random.sample(SeedPosts.headings, 2)
        return RicosBuilder.document([
            RicosBuilder.paragraph("\(random.pick(SeedPosts.openings)) \(sentences[0])"),
            RicosBuilder.heading(headings[0]), RicosBuilder.paragraph("\(sentences[1]) \(sentences[2])"),
            RicosBuilder.list([sentences[3], sentences[4]]), RicosBuilder.heading(headings[1]),
            RicosBuilder.paragraph("\(sentences[5]) \(sentences[6])"), RicosBuilder.quote(sentences[7]),
        ])
    }

    private mutating func image(_ title: String) -> JSONValue {
        let id = "5a9d0c_\(hexadecimal(random.next()))\(hexadecimal(random.next()))~mv2.jpg"
        return [
            "id": .string(id), "url": .string("https://static.wixstatic.com/media/\(id)"), "height": 1067,
            "width": 1600, "altText": .string(title), "filename": .string("\(Slug.make(title)).jpg"),
        ]
    }

    /// The last draft goes out in three days.
    private func scheduleOne(_ state: inout SandboxState) {
        guard var draft = state[.draftPosts].entities.last(where: { $0["status"] == "UNPUBLISHED" }) else { return }
        draft["status"] = "SCHEDULED"
        draft["scheduledPublishDate"] = .string(SiteZone.moment(day: today + 3, minute: 540).text)
        state[.draftPosts].put(draft)
    }
}
