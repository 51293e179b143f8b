/// What to do next after an error, as data: the first rule that fits gives the words.
struct WixErrorHint: Sendable {
    private let statuses: Set<Int>
    /// Any of these is in the code; empty fits all.
    private let codes: [String]
    /// Any of these is in the message; empty fits all.
    private let messages: [String]
    let text: String

    private init(_ statuses: Set<Int> = [], codes: [String] = [], messages: [String] = [], _ text: String) {
        self.statuses = statuses
        self.codes = codes
        self.messages = messages
        self.text = text
    }

    /// The words for an error; empty when no rule fits.
    static func text(status: Int, code: String, message: String) -> String {
        table.first { $0.fits(status, code, message) }?.text ?? ""
    }

    private func fits(_ status: Int, _ code: String, _ message: String) -> Bool {
        (statuses.isEmpty || statuses.contains(status))
            && (codes.isEmpty || codes.contains { code.contains($0) })
            && (messages.isEmpty || messages.contains { message.contains($0) })
    }

    private static let otherCatalog =
        "The site has the other version of the Wix Stores catalogue, and this call does not exist there. "
        + "wix_stores_catalog_version_get tells which it has."
    private static let staleRevision =
        "Someone changed it in the meantime. Read it again and send the change with the new revision, or leave the "
        + "revision out."

    /// Sources: platform.md 1.8, 2.1-2.3 and 5, stores-ecommerce.md 0.3, blog-media-cms.md.
    static let table: [WixErrorHint] = [
        // Preconditions with a name.
        WixErrorHint(
            codes: ["CATALOG_V3_SITE_PROVISIONING"],
            "The shop was installed moments ago and is not ready. Try again in a minute."),
        WixErrorHint(
            [428, 501], codes: ["CATALOG_V1_SITE", "CATALOG_V3_SITE"], otherCatalog),
        WixErrorHint(
            [428, 501], messages: ["CATALOG_V3", "Catalog V3"], otherCatalog),
        WixErrorHint(
            codes: ["NOT_INSTALLED"],
            "The Wix app that this call needs is not installed on the site. Its owner can add it in the App Market."
        ),
        WixErrorHint(
            codes: ["PREMIUM"], "The site needs a paid Wix plan for this. Its owner can upgrade in the Wix dashboard."),
        WixErrorHint(
            codes: ["BOOKING_CANNOT_BE_CANCELED"],
            "Only a CONFIRMED booking can be cancelled. Refuse a PENDING one with wix_bookings_decline."),
        // Wix Data.
        WixErrorHint(
            codes: ["WDE0110"], "The site's CMS is off. Its owner turns it on in the Wix dashboard or editor."),
        WixErrorHint(
            codes: ["WDE0025"], "There is no collection with this id. List the collections for the right one."),
        WixErrorHint(codes: ["WDE0009"], "An item may have 500 KB at most. Send a smaller one."),
        WixErrorHint(codes: ["WDE0006"], "At most 1000 items go in one bulk call. Send fewer."),
        WixErrorHint(codes: ["WDE0014"], "The site's CMS quota for this minute is used up. Wait 60 seconds."),
        WixErrorHint(codes: ["WDE0028"], "The query took too long. Ask for fewer items or use a simpler filter."),
        WixErrorHint(codes: ["WDE0117"], "The site is new and its CMS is not ready. Try again in a minute."),
        // Who is asking.
        WixErrorHint(
            [401, 403], codes: ["NO_ACCOUNT_IDENTITY"],
            "This call needs an account API key. Connect the site with an API key and its account id."),
        WixErrorHint(
            [401], messages: ["No identity found"], "This is a passing fault of Wix. Try the same call once more."),
        WixErrorHint(
            [401],
            "Wix does not accept the credential. Check that the API key or the app's secret is complete and not "
                + "revoked, and that the key has the permission for this call."
        ),
        WixErrorHint(
            [403],
            "Check three things in the Wix API keys page: the key is valid, it has the permission for this call, and "
                + "it may access this site. The app that the call belongs to must be installed too."
        ),
        // What is asked.
        WixErrorHint(
            [400], messages: ["not declared as filterable", "not declared as sortable"],
            "Filter and sort only by the fields that the tool's description lists."),
        WixErrorHint(
            [400], messages: ["Missing post owner", "memberIds"],
            "A post needs an author who is a member of the site. Give memberId of an existing member."),
        WixErrorHint(
            [400], messages: ["Expected an object"],
            "The body has another shape than this version of the API wants. Check the argument's type."),
        WixErrorHint([400], codes: ["INVALID_GRANT"], "Check the app id, the app secret and the instance id."),
        WixErrorHint([400], "Correct what Wix names and call again."),
        WixErrorHint([404], "Nothing has this id, or it was deleted. List or query to find the right id."),
        WixErrorHint(
            [409], codes: ["REVISION"],
            staleRevision),
        WixErrorHint(
            [409], messages: ["revision"],
            staleRevision),
        WixErrorHint(
            [409], codes: ["DUPLICATE", "ALREADY_EXISTS", "EXISTS"],
            "It exists already. Find it and update it, or use other values."),
        WixErrorHint([409], "Its present state does not allow this. Read it first."),
        WixErrorHint(
            [412, 428],
            "The present state of the site or of the entity does not allow this; Wix's message says why. Where a rule may "
                + "be passed over, the tool has an argument for it."
        ),
        // How much and when.
        WixErrorHint(
            [429], codes: ["LIMIT_EXCEEDED", "QUOTA"],
            "A quota of the site's plan is used up. Waiting a moment does not help; Wix's message names the quota."),
        WixErrorHint(
            [429], "Wait as long as retryAfterSeconds says, then call again. Until then every call is refused."),
        WixErrorHint([501], "This site does not offer the call. Do not repeat it."),
        WixErrorHint([504], "Ask for fewer items or use a simpler filter."),
        WixErrorHint([408, 499, 500, 502, 503], "Try again in a minute."),
    ]

    /// For a write whose outcome is not known.
    static let unknownOutcome =
        "The change may have been applied. Read the entity or list to find out; repeat the call only when it was not."
}
