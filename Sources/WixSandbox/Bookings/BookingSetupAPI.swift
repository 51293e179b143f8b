/// Services, staff and resources of the bookings (bookings reference 5, 8 and 15).
enum BookingSetupAPI {
    private static let servicePaths = ["/_api/bookings/v2/services", "/bookings/v2/services"]
    private static let staffPath = "/bookings/v1/staff-members"
    private static let staffFields = Fieldsets(
        parameter: "fields", members: ["RESOURCE_DETAILS": ["resource"]], silent: ["ASSOCIATED_IDENTITY_STATUS"])

    static let routes: [Route] = [
        .query(
            servicePaths.map { $0 + "/query" }, BookingFields.services, container: "services",
            paging: .metadata("pagingMetadata")),
        .query(
            servicePaths.map { $0 + "/search" }, BookingFields.serviceSearch, container: "services",
            paging: .metadata("pagingMetadata")),
        .count(servicePaths.map { $0 + "/count" }, BookingFields.services),
        .entity(
            servicePaths.map { $0 + "/{serviceId}" }, .services, container: "service", code: "SERVICE_NOT_FOUND"),
        .query(
            [staffPath + "/query"], BookingFields.staff, container: "staffMembers",
            paging: .metadata("pagingMetadata"), members: ["fields"], present: staffFields.presenter),
        .entity(
            [staffPath + "/{staffMemberId}"], .staffMembers, container: "staffMember",
            code: "STAFF_MEMBER_NOT_FOUND", parameters: ["fields"], present: staffFields.presenter),
        .query(
            ["/bookings/v2/resources/query"], BookingFields.resources, container: "resources",
            paging: .metadata("pagingMetadata")),
        .entity(
            ["/bookings/v2/resources/{resourceId}"], .resources, container: "resource", code: "RESOURCE_NOT_FOUND"),
    ]
}
