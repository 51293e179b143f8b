/// What may be filtered and sorted on bookings, services, staff and resources (bookings reference 3.1, 5.1, 8, 15).
/// Filter names of bookings have an `item` that the returned JSON has not.
enum BookingFields {
    static let statuses = ["CREATED", "PENDING", "CONFIRMED", "CANCELED", "DECLINED", "WAITING_LIST"]
    static let paymentStatuses = ["UNDEFINED", "NOT_PAID", "PAID", "PARTIALLY_PAID", "REFUNDED", "EXEMPT"]
    private static let paymentOptions = ["UNDEFINED", "OFFLINE", "ONLINE", "MEMBERSHIP", "MEMBERSHIP_OFFLINE"]
    private static let slot = "bookedEntity.item.slot"
    private static let schedule = "bookedEntity.item.schedule"

    private static func renamed(_ prefix: String, _ names: [String]) -> [String] {
        names.map { "\(prefix).\($0) > \(prefix.replacing(".item", with: "")).\($0)" }
    }

    static let reader = QueryRules(
        kind: .bookings,
        fields: FieldTable(
            countsFirstUseOnly: true,
            [
                .init(
                    ["id", "contactDetails.contactId", "contactDetails.email", "externalUserId", "createdBy.contactId"]
                        + ["appId", "wixUserId", "memberId", "anonymousVisitorId"].map {
                            "createdBy.id.\($0) > createdBy.\($0)"
                        }
                        + renamed(
                            slot,
                            [
                                "sessionId", "eventId", "serviceId", "scheduleId", "resource.id", "location.id",
                                "location.locationType",
                            ])
                        + renamed(schedule, ["scheduleId", "serviceId", "location.id", "location.locationType"]),
                    .text, .membership, sortable: true),
                .init(["bookedEntity.tags"], .choice(["INDIVIDUAL", "GROUP", "COURSE"]), .lists, sortable: true),
                .init(["status"], .choice(statuses), .membership, sortable: true),
                .init(["paymentStatus"], .choice(paymentStatuses), .membership, sortable: true),
                .init(["selectedPaymentOption"], .choice(paymentOptions), .membership, sortable: true),
                .init(
                    ["createdDate", "startDate", "endDate", "updatedDate"], .date,
                    .comparison.with([.isIn, .isNotIn]), sortable: true),
                .init(["doubleBooked"], .flag, .equality, sortable: true),
                .init(
                    ["participantsInfo.type.totalParticipants.value > totalParticipants"], .number, .lists,
                    sortable: true),
            ]),
        paging: .both, defaultSort: [])

    private static let serviceTexts = Set<FilterOperator>.comparison.with([.isIn, .exists, .hasSome, .startsWith])
    private static let serviceFlags = Set<FilterOperator>.membership.with([.exists, .hasSome])

    private static let serviceTable = FieldTable([
        .init(
            [
                "id", "appId", "name", "description", "tagLine", "form.id", "category.id", "category.name",
                "locations.business.id", "mainSlug.name", "supportedSlugs.name",
            ], .text, serviceTexts, sortable: true),
        .init(["type"], .choice(["APPOINTMENT", "CLASS", "COURSE"]), serviceFlags, sortable: true),
        .init(["staffMemberIds"], .text, serviceTexts.with([.hasAll])),
        .init(
            [
                "hidden", "onlineBooking.enabled", "payment.options.online", "payment.options.inPerson",
                "payment.options.pricingPlan",
            ], .flag, serviceFlags),
        .init(["createdDate", "updatedDate"], .date, [], sortable: true),
    ])

    static let services = QueryRules(
        kind: .services, fields: serviceTable, paging: .offset, defaultLimit: 100, defaultSort: [("createdDate", true)])

    static let serviceSearch = QueryRules(
        kind: .services, wrapper: "search", fields: serviceTable, defaultLimit: 100,
        defaultSort: [("createdDate", true)], search: .init(fields: ["name", "description", "tagLine"]))

    private static let names = Set<FilterOperator>.membership.with([.isNotIn, .exists])

    static let staff = QueryRules(
        kind: .staffMembers,
        fields: FieldTable([
            .init(
                [
                    "id", "description", "resourceId", "associatedWixIdentity.identificationData.contactId",
                    "associatedWixIdentity.identificationData.wixUserId",
                ], .text, names.with([.startsWith]), sortable: true),
            .init(["createdDate", "updatedDate"], .date, .comparison.with([.exists]), sortable: true),
            .init(["name", "email", "phone"], .text, names, sortable: true),
            .init(
                ["resource.locationOptions.specificLocationOptions.businessLocations.locationId"], .text, .lists),
        ]),
        defaultLimit: 100, defaultSort: [("createdDate", true)])

    static let resources = QueryRules(
        kind: .resources,
        fields: FieldTable([
            .init(["id", "typeId", "eventsSchedule.scheduleId"], .text, names.with([.startsWith]), sortable: true),
            .init(["name"], .text, names, sortable: true),
        ]),
        defaultLimit: 100)
}
