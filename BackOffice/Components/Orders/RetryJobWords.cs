using BackOffice.Core.Orders.Bulk;

namespace BackOffice.Components.Orders;

/// <summary>A bulk retry in words.</summary>
internal static class RetryJobWords
{
    public static string Title(RetryJob job) => job.State switch
    {
        RetryJobState.Running => T($"{job.ActorName} retries {Formats.Number(job.Total)} orders"),
        RetryJobState.Stopping => T("The bulk retry is being stopped"),
        RetryJobState.Stopped => T("The bulk retry was stopped"),
        RetryJobState.Done => T("The bulk retry is done"),
    };

    public static string Counts(RetryJob job) => (job.Refused, job.Total - job.Finished) switch
    {
        (0, 0) => T($"{Formats.Number(job.Accepted)} accepted."),
        (_, 0) => T($"{Formats.Number(job.Accepted)} accepted, {Formats.Number(job.Refused)} refused."),
        (0, var left) when job.IsOver => T($"{Formats.Number(job.Accepted)} accepted, {Formats.Number(left)} not begun."),
        (_, var left) when job.IsOver => T($"{Formats.Number(job.Accepted)} accepted, {Formats.Number(job.Refused)} refused, {Formats.Number(left)} not begun."),
        (0, _) => T($"{Formats.Number(job.Finished)} of {Formats.Number(job.Total)}."),
        _ => T($"{Formats.Number(job.Finished)} of {Formats.Number(job.Total)}, {Formats.Number(job.Refused)} refused."),
    };

    public static StatusLook Look(RetryItem item, RetryJob job) => item.State switch
    {
        RetryItemState.Accepted => new(Key("Accepted"), MudBlazor.Icons.Material.Rounded.Replay, StatusRole.Quiet, Key("The retry was taken; how the order stands is beside it.")),
        RetryItemState.Refused => StatusLook.Of(Core.Orders.StepStatus.Failed) with { WordKey = Key("Refused") },
        RetryItemState.Waiting when job.IsOver => StatusLook.Of(Core.Orders.StepStatus.NotNeeded) with { WordKey = Key("Not begun") },
        RetryItemState.Waiting => StatusLook.Of(Core.Orders.StepStatus.Waiting),
    };
}
