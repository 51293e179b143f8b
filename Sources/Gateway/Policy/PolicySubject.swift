package import WixCatalogue

/// What a policy needs to know of a tool.
package protocol PolicySubject {
    var name: String { get }
    var effect: Effect { get }
    var tags: [String] { get }
    var isCore: Bool { get }
    var isExperimental: Bool { get }
    var isAccountLevel: Bool { get }
}

extension Tool: PolicySubject {}
