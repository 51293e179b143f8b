/// What may be filtered, sorted and asked for in the blog (blog reference 2.2, 3.3 and 4).
enum BlogFields {
    static let draftStatuses = ["UNPUBLISHED", "PUBLISHED", "SCHEDULED", "DELETED", "IN_REVIEW"]
    private static let titles = Set<FilterOperator>.comparison.with([.startsWith, .exists, .isIn])
    private static let dates = Set<FilterOperator>.comparison.with([.isIn])
    private static let languages = Set<FilterOperator>.membership.with([.exists])
    private static let anyIds = Set<FilterOperator>.membership.with([.isNotIn])

    static let posts = QueryRules(
        kind: .posts,
        fields: FieldTable([
            .init(["id"], .text, anyIds.with([.hasSome]), sortable: true),
            .init(["title"], .text, titles.with([.hasSome]), sortable: true),
            .init(["firstPublishedDate", "lastPublishedDate"], .date, dates, sortable: true),
            .init(["slug"], .text, .comparison.with(.lists), sortable: true),
            .init(["featured", "pinned", "commentingEnabled"], .flag, .equality, sortable: true),
            .init(["categoryIds", "tagIds", "hashtags", "pricingPlanIds"], .text, .lists),
            .init(["memberId"], .text, .equality.with([.hasSome])),
            .init(["minutesToRead"], .number, dates),
            .init(["language"], .text, languages.with([.hasSome])),
            .init(["translationId"], .text, languages),
            .init(["media.displayed"], .flag, .equality),
            .init(["metrics.views", "metrics.comments", "metrics.likes"], .number, dates, sortable: true),
        ]),
        paging: .both, defaultSort: [("pinned", false), ("firstPublishedDate", false)], allowsSortWithCursor: true)

    static let drafts = QueryRules(
        kind: .draftPosts,
        fields: FieldTable([
            .init(["id"], .text, anyIds, sortable: true),
            .init(["title", "excerpt"], .text, titles, sortable: true),
            .init(["status"], .choice(draftStatuses), anyIds, sortable: true),
            .init(["scheduledPublishDate", "editedDate"], .date, dates, sortable: true),
            .init(["categoryIds", "hashtags", "tagIds", "pricingPlanIds"], .text, .lists),
            .init(["featured", "commentingEnabled", "hasUnpublishedChanges"], .flag, .equality, sortable: true),
            .init(["minutesToRead"], .number, dates),
            .init(["language", "translationId"], .text, languages.with([.isNotIn])),
            .init(["memberId"], .text, .equality),
        ]),
        paging: .both, defaultSort: [("editedDate", false)], allowsSortWithCursor: true)

    static let categories = QueryRules(
        kind: .blogCategories,
        fields: FieldTable([
            .init(["id"], .text, .equality.with([.hasSome])),
            .init(
                ["title", "label"], .text, titles.with([.contains, .endsWith, .hasSome]), sortable: true),
            .init(["postCount", "displayPosition"], .number, dates, sortable: true),
            .init(["slug"], .text, .lists, sortable: true),
            .init(["language"], .text, languages, sortable: true),
            .init(["translationId"], .text, languages),
        ]),
        paging: .offset, defaultSort: [("displayPosition", false)])

    static let tags = QueryRules(
        kind: .blogTags,
        fields: FieldTable([
            .init(["id"], .text, anyIds, sortable: true),
            .init(["label", "slug"], .text, titles, sortable: true),
            .init(["postCount", "publishedPostCount"], .number, dates, sortable: true),
            .init(["language"], .text, languages, sortable: true),
            .init(["translationId"], .text, languages),
        ]),
        paging: .offset, maximumLimit: 500, defaultSort: [("postCount", false)])

    static let postFieldsets = Fieldsets(
        parameter: "fieldsets",
        members: [
            "URL": ["url"], "CONTENT_TEXT": ["contentText"], "METRICS": ["metrics"], "SEO": ["seoData"],
            "CONTACT_ID": ["contactId"], "RICH_CONTENT": ["richContent"], "REFERENCE_ID": ["referenceId"],
        ])

    static let draftFieldsets = Fieldsets(
        parameter: "fieldsets",
        members: [
            "URL": ["url"], "RICH_CONTENT": ["richContent"], "GENERATED_EXCERPT": ["generatedExcerpt"],
        ], silent: ["TRANSLATIONS"])

    static let taxonomyFieldsets = Fieldsets(
        parameter: "fieldsets", members: ["URL": ["url"], "SEO": ["seoData"]])
}
