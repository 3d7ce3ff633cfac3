using BackOffice.Core.Common;
using BackOffice.Core.Samples;

namespace BackOffice.Api;

/// <summary>Sample orders, in Development alone: elsewhere every call is refused with samples.not-here.</summary>
internal static class SampleEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/samples", GetAsync).WithName("GetSamples").WithSummary("How far the sample orders are (Development alone)").Produces<SamplesAnswer>();
        api.MapPost("/samples/start", StartAsync).WithName("StartSamples").WithSummary("Place so many sample orders, and a trickle after them (Development alone)")
            .Accepts<SamplesBody>("application/json", ApiDocument.AnyType).Produces<SamplesAnswer>();
        api.MapPost("/samples/stop", StopAsync).WithName("StopSamples").WithSummary("Place no further sample orders (Development alone)")
            .Accepts<SamplesBody>("application/json", ApiDocument.AnyType).Produces<SamplesAnswer>();
    }

    private static async Task<IResult> GetAsync(Caller caller, ISamples samples, CancellationToken cancellationToken) =>
        (await samples.GetAsync(caller.Actor, cancellationToken)).Map(SamplesAnswer.Of).ToResult();

    private static async Task<IResult> StartAsync(HttpRequest request, Caller caller, ISamples samples, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<SamplesBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var commandId = required.Text("commandId", read.Value.CommandId, OrderCommandEndpoints.LongestCommandId);
        var version = required.Value("expectedVersion", read.Value.ExpectedVersion, "The version of the samples as you saw it is needed; 0 when there are none.");
        var orders = required.Value("orders", read.Value.Orders, "Say how many orders, 0 for a trickle alone.");
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await samples.StartAsync(new StartSamples(commandId, version, (int)Math.Clamp(orders, -1, int.MaxValue), read.Value.Trickle ?? false), caller.Actor, cancellationToken)).Map(SamplesAnswer.Of).ToResult();
    }

    private static async Task<IResult> StopAsync(HttpRequest request, Caller caller, ISamples samples, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<SamplesBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var commandId = required.Text("commandId", read.Value.CommandId, OrderCommandEndpoints.LongestCommandId);
        var version = required.Value("expectedVersion", read.Value.ExpectedVersion, "The version of the samples as you saw it is needed.");
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await samples.StopAsync(new StopSamples(commandId, version), caller.Actor, cancellationToken)).Map(SamplesAnswer.Of).ToResult();
    }
}
