import JSON
import WixAPI
import WixCatalogue

extension DraftPost {
    /// Wix takes no post without its author, a member of the site, and an API key is none (section 3.2). A new post
    /// without `memberId` is given the site's first member.
    mutating func resolveAuthor() async throws(ToolFailure) {
        let isNeeded = call.tool.behaviour?.parameters["needsAuthor"]?.boolValue ?? false
        guard isNeeded, call.arguments["memberId"] == nil else { return }
        let request = WixRequest(
            "GET", WixPath("/members/v1/members"), query: [("fieldsets", "PUBLIC"), ("paging.limit", "1")], retry: .read
        )
        let answer = try await context.send(request, for: call)
        guard let member = answer["members"]?.arrayValue?.first, let id = member["id"]?.stringValue else {
            throw .problem(
                code: "NO_AUTHOR",
                message: "A post needs an author who is a member of the site, and this site has no members.",
                hint: "Add a member to the site (the owner counts once Members Area is installed), then pass its id as "
                    + "memberId. Nothing was changed.")
        }
        call.arguments["memberId"] = .string(id)
        author = ["memberId": .string(id), "name": member.value(at: "profile.nickname") ?? .null]
    }
}
