import JSON

/// Products V3 and the catalogue version (stores reference 0.3 and 2).
enum ProductsAPI {
    static let routes: [Route] = [
        .get(["/stores/v3/provision/version"]) { (state, _) throws(WixError) in
            guard !state.missingApps.contains(.stores) else { return ["catalogVersion": "STORES_NOT_INSTALLED"] }
            return ["catalogVersion": state.options.catalog == .v1 ? "V1_CATALOG" : "V3_CATALOG"]
        },
        .query(
            ["/stores/v3/products/query"], ProductFields.query, container: "products",
            paging: .untotalled("pagingMetadata"), catalog: .v3, members: ["fields"],
            present: ProductPresentation.rows),
        .query(
            ["/stores/v3/products/search"], ProductFields.search, container: "products",
            paging: .untotalled("pagingMetadata"), catalog: .v3, members: ["fields"],
            present: ProductPresentation.rows),
        .count(["/stores/v3/products/count"], ProductFields.query, catalog: .v3),
        .entity(
            ["/stores/v3/products/{productId}"], .products, container: "product", catalog: .v3,
            code: "PRODUCT_NOT_FOUND", parameters: ["fields"], present: ProductPresentation.whole),
        .get(["/stores/v3/products/slug/{slug}"], catalog: .v3, parameters: ["fields"]) {
            (state, request) throws(WixError) in
            let show = try ProductPresentation.whole(state, request)
            guard let product = state[.products].entities.first(where: { $0["slug"]?.stringValue == request.id }) else {
                throw .notFound("PRODUCT_NOT_FOUND", "No product has the slug \(request.id)")
            }
            return ["product": show(product)]
        },
        .patch(
            ["/stores/v3/products/{product.id}"], catalog: .v3,
            members: ["product", "fields", "fieldMask", "mask"], action: update),
    ]

    /// PATCH: top-level members change, arrays are replaced whole (stores reference 2.8).
    private static func update(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        guard request.body["fieldMask"] == nil, request.body["mask"] == nil else {
            throw .application(428, "FAILED_PRECONDITION", "Update Product takes no field mask")
        }
        guard request.body["product"] != nil else { throw .required("product") }
        let changes = try request.body.child("product", known: ProductFields.writable + ProductFields.readOnly)
        let show = try ProductPresentation.whole(state, request)
        let current = try state.entity(.products, request.id, code: "PRODUCT_NOT_FOUND")
        if let id = try changes.string("id"), id != request.id {
            throw .violation("product.id", "does not match the id in the path")
        }
        guard try changes.revision() == current.revision else { throw .staleRevision("Product") }
        var edit = try ProductEdit(current, changes, random: state.random)
        try edit.apply()
        state.random = edit.random
        let product = edit.product.touched(at: state.now)
        state[.products].put(product)
        state.refreshAvailability(ofProduct: request.id)
        return ["product": show(state[.products][request.id] ?? product)]
    }
}

extension JSONValue {
    /// The entity's revision, which Wix writes as a string (contacts: as a number).
    var revision: Int { self["revision"]?.intValue ?? self["revision"]?.stringValue.flatMap { Int($0) } ?? 0 }

    /// The entity with the next revision and a new update date.
    func touched(at now: Timestamp) -> JSONValue {
        var entity = self
        entity["revision"] = .string(String(revision + 1))
        entity["updatedDate"] = .string(now.text)
        return entity
    }
}
