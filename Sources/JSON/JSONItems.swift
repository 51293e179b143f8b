/// What `JSONDocument.appendItems` copied.
package struct JSONItemCounts: Sendable, Equatable {
    package let kept: Int
    /// Items that would have gone beyond the allowed bytes; always the last ones.
    package let leftOut: Int
    package init(kept: Int, leftOut: Int) {
        self.kept = kept
        self.leftOut = leftOut
    }
}
