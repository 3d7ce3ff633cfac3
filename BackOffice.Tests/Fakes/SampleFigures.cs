using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Fakes;

/// <summary>A plainly invented day: batch takes half hours, instant takes seconds, and capture fails at the end of it.</summary>
internal static class SampleFigures
{
    public static OrderFigures Day(DateTimeOffset now)
    {
        var last = new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour), TimeSpan.Zero);
        var hours = Enumerable.Range(0, 24).Select(i => Hour(last.AddHours(i - 23), i)).ToList();
        return new OrderFigures(
            hours,
            new Dictionary<string, long> { [StepNames.CapturePayment] = 11, [StepNames.AuthorisePayment] = 1 },
            new Dictionary<string, long> { [ErrorCodes.GatewayBusy] = 14, [ErrorCodes.CardDeclined] = 2 });
    }

    private static void AddArm(HourFigures hour, OrderPath path, int orders, int failed)
    {
        hour.AddArm(path, failed: true, failed);
        hour.AddArm(path, failed: false, orders - failed);
    }

    private static HourFigures Hour(DateTimeOffset at, int i)
    {
        var hour = new HourFigures(at);
        hour.AddPlaced(OrderPath.Instant, 600 + (i * 13 % 90));
        hour.AddPlaced(OrderPath.Batch, 900 + (i * 29 % 140));
        hour.AddDelivered(OrderPath.Instant, DeliveryTimes.ClassOf(TimeSpan.FromSeconds(2.4 + (i * 7 % 5 / 10.0))), 90);
        hour.AddDelivered(OrderPath.Instant, DeliveryTimes.ClassOf(TimeSpan.FromSeconds(5.5 + (i > 20 ? (i - 20) * 3 : i * 3 % 4 / 3.0))), 10);
        if (i != 9)
        {
            hour.AddDelivered(OrderPath.Batch, DeliveryTimes.ClassOf(TimeSpan.FromMinutes(16 + (i * 5 % 3))), 92);
            hour.AddDelivered(OrderPath.Batch, DeliveryTimes.ClassOf(TimeSpan.FromMinutes(29)), 8);
        }

        AddArm(hour, OrderPath.Instant, 240 + (i * 13 % 40), 5 + (i % 3));
        AddArm(hour, OrderPath.Batch, 360 + (i * 29 % 60), 6 + (i % 4));
        if (i > 19)
            hour.AddFailed(StepNames.CapturePayment, (i - 19) * 3);
        if (i % 6 == 0)
            hour.AddFailed(StepNames.AuthorisePayment, 2);
        return hour;
    }
}
