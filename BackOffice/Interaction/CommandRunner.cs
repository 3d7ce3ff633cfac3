using BackOffice.Core.Common;

namespace BackOffice.Interaction;

/// <summary>
/// Runs one command of a dialog or button: busy while it runs, so that it cannot be started twice; what goes wrong unexpectedly is logged under the
/// command's id and told to the person with that id.
/// </summary>
public sealed partial class CommandRunner(ILogger<CommandRunner> log)
{
    /// <summary>True from start to outcome; buttons are closed meanwhile.</summary>
    public bool IsRunning { get; private set; }

    /// <param name="name">The act, for the log: <c>retry-order</c>.</param>
    /// <param name="commandId">Made when the dialog opened.</param>
    /// <param name="command">Its token never fires: a command that was sent is finished and recorded, even when its page has gone.</param>
    /// <returns>The command's own result; <see cref="Unavailable"/> <c>command.failed</c>, which names the id, when it threw; null when one was running.</returns>
    public async Task<Result<T>?> RunAsync<T>(string name, string commandId, Func<CancellationToken, Task<Result<T>>> command)
    {
        if (IsRunning)
            return null;
        IsRunning = true;
        try
        {
            var result = await command(CancellationToken.None);
            if (result.Error is { } error)
                Refused(log, name, commandId, error.Code);
            else
                Finished(log, name, commandId);
            return result;
        }
        catch (Exception failure)
        {
            Failed(log, name, commandId, failure);
            return new Unavailable(
                "command.failed",
                $"We could not finish this and do not know how far it came. Try again: the same command is never done twice. Operation {commandId}.");
        }
        finally
        {
            IsRunning = false;
        }
    }

    /// <summary>A new command id: made once, when a dialog opens.</summary>
    public static string NewId() => Guid.CreateVersion7().ToString("N");

    [LoggerMessage(7001, LogLevel.Information, "Command {Name} {CommandId} finished")]
    private static partial void Finished(ILogger log, string name, string commandId);

    [LoggerMessage(7002, LogLevel.Information, "Command {Name} {CommandId} refused: {Code}")]
    private static partial void Refused(ILogger log, string name, string commandId, string code);

    [LoggerMessage(7003, LogLevel.Error, "Command {Name} {CommandId} failed")]
    private static partial void Failed(ILogger log, string name, string commandId, Exception failure);
}
