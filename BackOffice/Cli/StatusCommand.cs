using System.CommandLine;
using System.Text;
using System.Text.Json;
using BackOffice.Api;
using BackOffice.Hosting;

namespace BackOffice.Cli;

internal static class StatusCommand
{
    public static Command Build()
    {
        var json = CommonOptions.Json();
        var command = new Command("status", "Orders by headline, and the queues.") { json };
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            using var response = await session.Client.GetAsync("/api/status", cancellationToken);
            if (await Verb.ReadAsync(response, cancellationToken) is not { } body)
                return ExitCodes.Refused;
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Encoding.UTF8.GetString(body));
                return ExitCodes.Success;
            }

            var status = JsonSerializer.Deserialize(body, ApiJson.Of<StatusAnswer>());
            if (status is null)
                return ExitCodes.Failure;
            Console.WriteLine(session.IsRunningServer ? $"BackOffice {status.Version} runs on {status.DataFolder}." : $"No server runs on {status.DataFolder}.");
            foreach (var (headline, count) in status.Orders.Where(pair => pair.Value != 0))
                Console.WriteLine(FormattableString.Invariant($"  {headline,-12} {count,10:N0}"));
            foreach (var queue in status.Queues)
                Console.WriteLine(FormattableString.Invariant($"  queue {queue.Queue}: {queue.Ready:N0} ready, {queue.InFlight:N0} in flight, {queue.Dead:N0} dead"));
            return ExitCodes.Success;
        });
        return command;
    }
}
