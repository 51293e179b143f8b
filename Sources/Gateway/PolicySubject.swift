package import WixCatalogue

/// What a policy needs to know of a tool.
package protocol PolicySubject {
    var name: String { get }
    var effect: Effect { get }
    var tags: [String] { get }
}

extension Tool: PolicySubject {}
