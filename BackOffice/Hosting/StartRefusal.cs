using BackOffice.Core.Backends.Embedded;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>Turns the reasons for not starting into a message and an exit code. A stack trace is for bugs, not for settings.</summary>
internal static class StartRefusal
{
    public static async Task<int> GuardAsync(Func<Task<int>> run, TextWriter? errors = null)
    {
        try
        {
            return await run();
        }
        catch (StartRefusedException refused)
        {
            return Tell(errors ?? Console.Error, refused.ExitCode, refused.Message, refused.Reasons);
        }
        catch (OptionsValidationException invalid)
        {
            return Tell(errors ?? Console.Error, ExitCodes.BadConfiguration, "BackOffice does not start: settings are missing or wrong.", invalid.Failures);
        }
        catch (AggregateException several) when (several.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return Tell(errors ?? Console.Error, ExitCodes.BadConfiguration, "BackOffice does not start: settings are missing or wrong.",
                several.InnerExceptions.OfType<OptionsValidationException>().SelectMany(invalid => invalid.Failures));
        }
        catch (InvalidOperationException unreadable) when (unreadable.Source == "Microsoft.Extensions.Configuration.Binder")
        {
            return Tell(errors ?? Console.Error, ExitCodes.BadConfiguration, "BackOffice does not start: a setting cannot be read.", [unreadable.Message]);
        }
        catch (DataRefused refused)
        {
            return Tell(errors ?? Console.Error, refused.Refusal is DataRefusal.InUse ? ExitCodes.DataInUse : ExitCodes.DataUnusable, refused.Message, [refused.WhatToDo]);
        }
        catch (IOException address) when (address.InnerException is AddressInUseException)
        {
            return Tell(errors ?? Console.Error, ExitCodes.AddressUnavailable, address.Message, ["Stop the other program, or give --urls another address."]);
        }
    }

    private static int Tell(TextWriter errors, int exitCode, string title, IEnumerable<string> reasons)
    {
        errors.WriteLine(title);
        foreach (var reason in reasons)
            errors.WriteLine("  " + reason);
        return exitCode;
    }
}
