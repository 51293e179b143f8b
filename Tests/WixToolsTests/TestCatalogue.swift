import JSON
import Testing

@testable import WixCatalogue

/// Records made for a test, where the product has none of the kind or many.
enum TestCatalogue {
    /// The product's own, read once: it takes a while.
    static let shared = Result { try Catalogue.load() }

    static func of(_ records: String...) throws -> Catalogue {
        let text = #"{"area":"test","records":["# + records.joined(separator: ",") + "]}"
        return try Catalogue(files: [(name: "test", bytes: Array(text.utf8))])
    }

    /// A record of a write with what every record needs.
    static func record(_ name: String, _ members: String, effect: String = "update") -> String {
        let verifier = effect == "read" ? "" : #""verify":"wix_thing_get","#
        return
            #"{"name":"\#(name)","title":"T","description":"D.","effect":"\#(effect)",\#(verifier)"tags":["site"],\#(members)}"#
    }

    static let reader = record(
        "wix_thing_get",
        #"""
        "request":{"verb":"GET","path":"/things/{id}"},
        "arguments":[{"name":"id","schema":{"type":"string"},"required":true,"to":"path:id"}],
        "answer":{"entity":"thing","name":"thing"},"view":{"lean":["id"],"top":["id","revision","name","size"]}
        """#, effect: "read")
}

extension Tool {
    /// The catalogues that the tool does something of its own on; V3 stands for sites of any kind.
    var catalogues: [StoresCatalogue] {
        if let limit { return [limit.only] }
        return v1 == nil ? [.v3] : [.v3, .v1]
    }
}
