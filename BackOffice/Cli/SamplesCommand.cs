using System.CommandLine;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BackOffice.Api;
using BackOffice.Hosting;

namespace BackOffice.Cli;

/// <summary>Sample orders of a running server in Development.</summary>
internal static class SamplesCommand
{
    public static Command Build() => new("samples", "Sample orders through the real pipeline, in Development alone.") { Start(), Stop(), Status() };

    private static Command Start()
    {
        var orders = new Option<int>("--orders") { Description = "How many; 0 for the trickle alone.", DefaultValueFactory = _ => 2_000 };
        var quiet = new Option<bool>("--no-trickle") { Description = "End with these orders, instead of one every few seconds from then on." };
        var json = CommonOptions.Json();
        var command = new Command("start", "Place sample orders in the background, and a trickle after them.") { orders, quiet, json };
        command.SetServerAction((parsed, session, cancellationToken) => SendAsync(
            session, "start", version => new SamplesBody(NewId(), version, parsed.GetValue(orders), !parsed.GetValue(quiet)), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Command Stop()
    {
        var json = CommonOptions.Json();
        var command = new Command("stop", "Place no further sample orders; those that were placed go their way.") { json };
        command.SetServerAction((parsed, session, cancellationToken) => SendAsync(
            session, "stop", version => new SamplesBody(NewId(), version, null, null), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Command Status()
    {
        var json = CommonOptions.Json();
        var command = new Command("status", "How far they are.") { json };
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            using var response = await session.Client.GetAsync("/api/samples", cancellationToken);
            return await AnswerAsync(response, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> SendAsync(ServerSession session, string act, Func<long, SamplesBody> body, bool json, CancellationToken cancellationToken)
    {
        if (!session.IsRunningServer)
        {
            await Console.Error.WriteLineAsync("No server runs on this data folder, and only a running one can place orders in the background. Start it, then repeat the command.");
            return ExitCodes.Refused;
        }

        using var seen = await session.Client.GetAsync("/api/samples", cancellationToken);
        if (await Verb.ReadAsync(seen, cancellationToken) is not { } shown || JsonSerializer.Deserialize(shown, ApiJson.Of<SamplesAnswer>()) is not { } samples)
            return ExitCodes.Refused;
        using var response = await session.Client.PostAsJsonAsync("/api/samples/" + act, body(samples.Version), ApiJson.Of<SamplesBody>(), cancellationToken);
        return await AnswerAsync(response, json, cancellationToken);
    }

    private static async Task<int> AnswerAsync(HttpResponseMessage response, bool json, CancellationToken cancellationToken)
    {
        if (await Verb.ReadAsync(response, cancellationToken) is not { } body)
            return ExitCodes.Refused;
        if (json)
            Console.WriteLine(Encoding.UTF8.GetString(body));
        else if (JsonSerializer.Deserialize(body, ApiJson.Of<SamplesAnswer>()) is { } samples)
            Console.WriteLine(FormattableString.Invariant($"{samples.Placed:N0} sample orders placed, {samples.ToPlace:N0} to go, {(samples.Trickle ? "and then one every few seconds" : "no trickle")}."));
        return ExitCodes.Success;
    }

    private static string NewId() => Guid.CreateVersion7().ToString("N");
}
