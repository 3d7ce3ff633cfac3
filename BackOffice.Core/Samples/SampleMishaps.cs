namespace BackOffice.Core.Samples;

/// <summary>What goes wrong with a sample order, provoked from outside as the sandbox takes it.</summary>
/// <param name="Token">The card's.</param>
/// <param name="OfferPrefix">Before the offer's id.</param>
/// <param name="MailTag">In the e-mail's local part.</param>
internal sealed record SampleMishap(string Token = "tok_ok", string OfferPrefix = "", string MailTag = "")
{
    public static readonly SampleMishap None = new();
}

/// <summary>Everything that the gateways can do wrong, and what people at work meet most of it. A test compares it with the sandbox's own table.</summary>
internal static class SampleMishaps
{
    private static readonly string[] s_wire =
        ["timeout_before", "timeout_always", "timeout_after", "500_after", "lookup_down", "lookup_lost_1", "busy_2", "down_2", "down", "slow"];

    public static readonly IReadOnlyList<SampleMishap> All =
    [
        new("tok_declined"), new("tok_declined_1"), new("tok_insufficient_funds"), new("tok_expired"), new("tok_late"), new("tok_garbage_after"),
        new("tok_duplicate_callback"), new("tok_capture_declined"), new(MailTag: "+review"), new(MailTag: "+reject"), new(MailTag: "+bounce"),
        new(OfferPrefix: "SOLDOUT-"), new(OfferPrefix: "SOLDOUT1-"), new(OfferPrefix: "LAST1-"),
        .. s_wire.Select(fault => new SampleMishap("tok_" + fault)),
        .. s_wire.Select(fault => new SampleMishap("tok_capture_" + fault)),
        .. s_wire.Select(fault => new SampleMishap(MailTag: "+fraud-" + fault.Replace('_', '-'))),
        .. s_wire.Select(fault => new SampleMishap(MailTag: "+mail-" + fault.Replace('_', '-'))),
        .. s_wire.Select(fault => new SampleMishap(OfferPrefix: "V" + fault.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() + "-")),
    ];

    public static readonly IReadOnlyList<SampleMishap> Usual =
        [new("tok_declined"), new("tok_declined_1"), new("tok_insufficient_funds"), new(MailTag: "+review"), new("tok_busy_2"), new(OfferPrefix: "SOLDOUT1-")];
}
