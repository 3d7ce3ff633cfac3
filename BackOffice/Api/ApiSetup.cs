using BackOffice.Hosting.SignIn;

namespace BackOffice.Api;

internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Resolver));
        services.AddProblemDetails();
        services.AddOpenApi("v1", ApiDocument.Configure);
        return services;
    }

    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api").RequireAuthorization(SignInSetup.ApiPolicy).DisableAntiforgery()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        PlaceOrderEndpoint.Map(api);
        ExportEndpoint.Map(api);
        OrderQueryEndpoints.Map(api);
        ViewEndpoints.Map(api);
        OrderCommandEndpoints.Map(api);
        RefundEndpoints.Map(api);
        UnwindEndpoints.Map(api);
        RetryJobEndpoints.Map(api);
        HoldEndpoints.Map(api);
        VoucherEndpoints.Map(api);
        VoucherCommandEndpoints.Map(api);
        RevealEndpoint.Map(api);
        ExecutionEndpoints.Map(api);
        RolloutEndpoints.Map(api);
        AuditEndpoints.Map(api);
        MoneyEndpoints.Map(api);
        QueueEndpoints.Map(api);
        BatchEndpoints.Map(api);
        MailEndpoints.Map(api);
        StatusEndpoint.Map(api);
        CounterEndpoints.Map(api);
        SystemEndpoints.Map(api);
        ImportEndpoint.Map(api);
        SampleEndpoints.Map(api);
        RuleEndpoints.Map(api);
        RuleCommandEndpoints.Map(api);
        RoutingEndpoints.Map(api);
        DeliveryEndpoints.Map(api);
        ReplayEndpoints.Map(api);
        InboundEndpoint.Map(endpoints);
        // Documents hold no data: a client's author reads them before having a token.
        endpoints.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        SchemaEndpoint.Map(endpoints);
    }
}
