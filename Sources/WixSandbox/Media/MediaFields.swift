/// What may be filtered and sorted in the media (blog reference 7.3).
enum MediaFields {
    static let types = ["IMAGE", "VIDEO", "AUDIO", "DOCUMENT", "VECTOR", "ARCHIVE", "MODEL3D"]
    static let roots = ["MEDIA_ROOT", "TRASH_ROOT", "VISITOR_UPLOADS_ROOT"]

    /// Query Files.
    static let query = QueryRules(
        kind: .mediaFiles,
        fields: FieldTable([
            .init(["mediaType"], .choice(types), [.equal, .isIn]),
            .init(["private"], .flag, [.equal]),
            .init(["state"], .choice(["OK", "DELETED"]), [.equal]),
            .init(["displayName"], .text, [], sortable: true),
            .init(["sizeInBytes"], .number, [], sortable: true),
            .init(["updatedDate"], .date, [], sortable: true),
        ]),
        maximumLimit: 200, defaultSort: [("updatedDate", false)])

    /// The lists and the search, whose parameters become a query.
    static let list = QueryRules(
        kind: .mediaFiles,
        fields: FieldTable([
            .init(["parentFolderId", "state"], .text, [.equal]),
            .init(["mediaType"], .choice(types), [.isIn]),
            .init(["private"], .flag, [.equal]),
            .init(["displayName"], .text, [], sortable: true),
            .init(["updatedDate"], .date, [], sortable: true),
        ]),
        maximumLimit: 200, defaultSort: [("updatedDate", false)], search: .init(fields: ["displayName", "labels"]))
}
