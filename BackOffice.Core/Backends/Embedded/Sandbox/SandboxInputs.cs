using System.Collections.Frozen;
using System.Globalization;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>
/// Every input that makes a sandbox gateway misbehave, in the style of card processors' test numbers. All other inputs behave well. The same table
/// stands in <c>docs/sandbox.md</c>; a test holds the two equal.
/// </summary>
public static class SandboxInputs
{
    private const string AtOnce = "nothing to settle";
    private const string SameKey = "the same key again";
    private const string LookUp = "look-up by key, or the same key again";
    private const string LookUpOnly = "look-up by key";
    private const string Later = "a callback after the late delay, or look-up by key";
    private const string Never = "nothing: it stays down";
    private const string Person = "a person with evidence";

    /// <summary>All rows, in the order of the documentation.</summary>
    public static IReadOnlyList<SandboxInput> All { get; } = [.. Build()];

    private static readonly FrozenDictionary<string, SandboxInput> s_authorise = Index("authorise");
    private static readonly FrozenDictionary<string, SandboxInput> s_capture = Index("capture");
    private static readonly FrozenDictionary<string, SandboxInput> s_refund = Index("refund");
    private static readonly FrozenDictionary<string, SandboxInput> s_release = Index("release");
    private static readonly FrozenDictionary<string, SandboxInput> s_redeem = Index("redeem");
    private static readonly FrozenDictionary<string, SandboxInput> s_recredit = Index("recredit");
    private static readonly FrozenDictionary<string, SandboxInput> s_scan = Index("scan");
    private static readonly FrozenDictionary<string, SandboxInput> s_issue = Index("issue");
    private static readonly FrozenDictionary<string, SandboxInput> s_void = Index("void");
    private static readonly FrozenDictionary<string, SandboxInput> s_send = Index("send");

    /// <summary>What the card's token does to an authorisation.</summary>
    public static SandboxFault Authorise(string token) => Find(s_authorise, token);

    /// <summary>What the card's token does to a capture.</summary>
    public static SandboxFault Capture(string token) => Find(s_capture, token);

    /// <summary>What the card's token does to a refund.</summary>
    public static SandboxFault Refund(string token) => Find(s_refund, token);

    /// <summary>What the card's token does to the release of an authorisation.</summary>
    public static SandboxFault Release(string token) => Find(s_release, token);

    /// <summary>What the member's number does to a redemption.</summary>
    public static SandboxFault Redeem(string member) => Find(s_redeem, member);

    /// <summary>What the member's number does to a recredit.</summary>
    public static SandboxFault Recredit(string member) => Find(s_recredit, member);

    /// <summary>What a tag of the e-mail's local part (<c>ana+fraud-down@…</c>) does to a fraud scan; the first tag that is in the table counts.</summary>
    public static SandboxFault Scan(string email) => FindTag(s_scan, email);

    /// <summary>True when the scan of this e-mail is to end in a review.</summary>
    public static bool ScanReviews(string email) => HasTag(email, "review");

    /// <summary>True when the scan of this e-mail is to reject.</summary>
    public static bool ScanRejects(string email) => HasTag(email, "reject");

    /// <summary>What the offer's prefix (<c>VDOWN-spa</c>) does to the issue of a voucher.</summary>
    public static SandboxFault Issue(string offerId) => FindPrefix(s_issue, offerId);

    /// <summary>What the offer's prefix (<c>XDOWN-spa</c>) does to the void of a voucher.</summary>
    public static SandboxFault Void(string offerId) => FindPrefix(s_void, offerId);

    /// <summary>What a tag of the e-mail's local part does to a message.</summary>
    public static SandboxFault Send(string email) => FindTag(s_send, email);

    private static IEnumerable<SandboxInput> Build() =>
    [
        new("payment", "authorise", "tok_ok", SandboxFault.None, "reserves the amount", AtOnce),
        .. Refusals("tok_declined", ErrorCodes.CardDeclined, "The card was declined."),
        new("payment", "authorise", "tok_insufficient_funds", Refuse(ErrorCodes.CardInsufficientFunds, "The card has not enough funds."), "refused", AtOnce),
        new("payment", "authorise", "tok_expired", Refuse(ErrorCodes.CardExpired, "The card has expired."), "refused", AtOnce),
        .. Wire("payment", "authorise", words => "tok_" + words),
        new("payment", "authorise", "tok_late", new(SandboxFaultKind.LostLate),
            "takes effect, no answer; look-ups say not found until the late delay has passed", LookUp),
        new("payment", "authorise", "tok_garbage_after", new(SandboxFaultKind.GarbageAfter), "takes effect, the answer cannot be read", LookUp),
        new("payment", "authorise", "tok_duplicate_callback", new(SandboxFaultKind.DuplicateCallback),
            "takes effect; the callback comes before the answer, and twice", AtOnce),
        new("payment", "capture", "tok_capture_declined", Refuse(ErrorCodes.CardDeclined, "The capture was declined."), "refused", AtOnce),
        .. Wire("payment", "capture", words => "tok_capture_" + words),
        new("payment", "refund", "tok_refund_refused", Refuse(ErrorCodes.RefundRefused, "The card cannot take a refund."), "refused", AtOnce),
        new("payment", "refund", "tok_refund_refused_N", Refuse(ErrorCodes.RefundRefused, "The card cannot take a refund."),
            "attempts 1 to N are refused, the next succeeds", AtOnce, Numbered: true),
        .. Wire("payment", "refund", words => "tok_refund_" + words),
        new("payment", "refund", "tok_refund_late", new(SandboxFaultKind.LostLate),
            "takes effect, no answer; look-ups say not found until the late delay has passed", LookUp),
        new("payment", "refund", "tok_refund_garbage_after", new(SandboxFaultKind.GarbageAfter), "takes effect, the answer cannot be read", LookUp),
        new("payment", "refund", "tok_refund_duplicate_callback", new(SandboxFaultKind.DuplicateCallback),
            "takes effect; the callback comes before the answer, and twice", AtOnce),
        new("payment", "refund", "tok_refund_pending", new(SandboxFaultKind.Pending), "pending; succeeds after the late delay", Later),
        new("payment", "refund", "tok_refund_pending_failed", new(SandboxFaultKind.PendingThenFailed), "pending; fails after the late delay", Later),
        new("payment", "refund", "tok_refund_requires_action", new(SandboxFaultKind.RequiresAction), "requires_action; is cancelled after the late delay", Later),
        new("payment", "refund", "tok_refund_reversed", new(SandboxFaultKind.ReversedLater), "succeeds; the money comes back after the late delay", Later),
        new("payment", "release", "tok_release_refused", Refuse(ErrorCodes.ReleaseRefused, "The gateway does not release it."), "refused", AtOnce),
        new("payment", "release", "tok_release_refused_N", Refuse(ErrorCodes.ReleaseRefused, "The gateway does not release it."),
            "attempts 1 to N are refused, the next succeeds", AtOnce, Numbered: true),
        .. Wire("payment", "release", words => "tok_release_" + words),
        new("miles", "redeem", "mem_ok", SandboxFault.None, "takes the miles, those that end first first", AtOnce),
        new("miles", "redeem", SandboxLots.Lapsing, SandboxFault.None, "takes 5,000 miles first whose last day was yesterday: they are never given back", AtOnce),
        new("miles", "redeem", "mem_short", Refuse(ErrorCodes.MilesInsufficient, "The member has not so many miles."), "refused", AtOnce),
        new("miles", "redeem", "mem_short_N", Refuse(ErrorCodes.MilesInsufficient, "The member has not so many miles."),
            "attempts 1 to N are refused, the next succeeds", AtOnce, Numbered: true),
        .. Wire("miles", "redeem", words => "mem_" + words),
        new("miles", "redeem", "mem_late", new(SandboxFaultKind.LostLate),
            "takes effect, no answer; look-ups say not found until the late delay has passed", LookUp),
        new("miles", "redeem", "mem_garbage_after", new(SandboxFaultKind.GarbageAfter), "takes effect, the answer cannot be read", LookUp),
        new("miles", "recredit", "mem_recredit_refused", Refuse(ErrorCodes.MilesRefused, "The programme does not give them back."), "refused", AtOnce),
        new("miles", "recredit", "mem_recredit_refused_N", Refuse(ErrorCodes.MilesRefused, "The programme does not give them back."),
            "attempts 1 to N are refused, the next succeeds", AtOnce, Numbered: true),
        .. Wire("miles", "recredit", words => "mem_recredit_" + words),
        new("miles", "recredit", "mem_recredit_late", new(SandboxFaultKind.LostLate),
            "takes effect, no answer; look-ups say not found until the late delay has passed", LookUp),
        new("miles", "recredit", "mem_recredit_garbage_after", new(SandboxFaultKind.GarbageAfter), "takes effect, the answer cannot be read", LookUp),
        new("miles", "recredit", "mem_recredit_duplicate_callback", new(SandboxFaultKind.DuplicateCallback),
            "takes effect; the callback comes before the answer, and twice", AtOnce),
        new("miles", "recredit", "mem_recredit_pending", new(SandboxFaultKind.Pending), "pending; succeeds after the late delay", Later),
        new("miles", "recredit", "mem_recredit_pending_failed", new(SandboxFaultKind.PendingThenFailed), "pending; fails after the late delay", Later),
        new("miles", "recredit", "mem_recredit_reversed", new(SandboxFaultKind.ReversedLater), "succeeds; the miles are taken out again after the late delay", Later),
        new("fraud", "scan", "+review", SandboxFault.None, "a score of 80 or more: a person looks", AtOnce),
        new("fraud", "scan", "+reject", SandboxFault.None, "the scanner's own no", AtOnce),
        .. Wire("fraud", "scan", words => "+fraud-" + Dashed(words)),
        new("voucher", "issue", "SOLDOUT-", Refuse(ErrorCodes.VoucherRefused, "The offer is sold out."), "refused", AtOnce),
        new("voucher", "issue", "SOLDOUTN-", Refuse(ErrorCodes.VoucherRefused, "The offer is sold out."), "attempts 1 to N are refused, the next succeeds", AtOnce, Numbered: true),
        new("voucher", "issue", "LASTN-", Refuse(ErrorCodes.VoucherRefused, "The offer is sold out.") with { ByUnit = true },
            "units 1 to N of a line succeed, the others are refused", AtOnce, Numbered: true),
        .. Wire("voucher", "issue", words => "V" + words.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() + "-"),
        new("voucher", "void", "XREDEEMED-", Refuse(ErrorCodes.VoucherRedeemed, "The merchant has redeemed it and not reported it yet."), "refused", AtOnce),
        new("voucher", "void", "XREFUSED-", Refuse(ErrorCodes.VoucherRefused, "The merchant refuses to void it."), "refused", AtOnce),
        .. Wire("voucher", "void", words => "X" + words.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() + "-"),
        new("mail", "send", "+bounce", Refuse(ErrorCodes.AddressRefused, "The mail server refused the address."), "refused", AtOnce),
        .. Wire("mail", "send", words => "+mail-" + Dashed(words)),
    ];

    private static IEnumerable<SandboxInput> Refusals(string text, string code, string message) =>
    [
        new("payment", "authorise", text, Refuse(code, message), "refused", AtOnce),
        new("payment", "authorise", text + "_N", Refuse(code, message), "attempts 1 to N are refused, the next succeeds", AtOnce, Numbered: true),
    ];

    /// <summary>The faults of the wire, that every gateway has; <paramref name="name"/> writes their words in the gateway's own way.</summary>
    private static IEnumerable<SandboxInput> Wire(string gateway, string operation, Func<string, string> name)
    {
        SandboxInput Row(string words, SandboxFault fault, string effect, string settles) =>
            new(gateway, operation, name(words), fault, effect, settles, words.EndsWith("_N", StringComparison.Ordinal));
        return
        [
            Row("timeout_before", new(SandboxFaultKind.LostBefore, 1), "the first call of a key is lost: nothing takes effect, no answer", SameKey),
            Row("timeout_always", new(SandboxFaultKind.LostBefore), "every call is lost: nothing takes effect, no answer", Person),
            Row("timeout_after", new(SandboxFaultKind.LostAfter), "takes effect, the first answer is lost", LookUp),
            Row("500_after", new(SandboxFaultKind.ErrorAfter), "takes effect, answers 500; the same key gets the 500 again", LookUpOnly),
            Row("lookup_down", new(SandboxFaultKind.LostAfter, LookupsLost: true), "takes effect, no answer; look-ups get none either", SameKey),
            Row("lookup_lost_N", new(SandboxFaultKind.LostAfter, LookupsLost: true), "takes effect, no answer; the first N look-ups get none either", LookUp),
            Row("busy_N", new(SandboxFaultKind.NotExecuted, Code: ErrorCodes.GatewayBusy, Message: "The gateway is busy."),
                "the first N calls of a key are not executed (429), the next succeeds", SameKey),
            Row("down_N", new(SandboxFaultKind.NotExecuted, Code: ErrorCodes.GatewayUnavailable, Message: "The gateway refuses connections."),
                "the first N calls of a key are not executed (connection refused), the next succeeds", SameKey),
            Row("down", new(SandboxFaultKind.NotExecuted, Code: ErrorCodes.GatewayUnavailable, Message: "The gateway refuses connections."),
                "no call is ever executed (connection refused)", Never),
            Row("slow", new(SandboxFaultKind.Slow), "takes effect, the answer takes the slow delay", AtOnce),
        ];
    }

    private static string Dashed(string words) => words.Replace('_', '-');

    private static SandboxFault Refuse(string code, string message) => new(SandboxFaultKind.Refused, Code: code, Message: message);

    private static FrozenDictionary<string, SandboxInput> Index(string operation) =>
        All.Where(input => input.Operation == operation).ToFrozenDictionary(input => input.Text, StringComparer.Ordinal);

    private static SandboxFault FindPrefix(FrozenDictionary<string, SandboxInput> inputs, string offerId)
    {
        var dash = offerId.IndexOf('-', StringComparison.Ordinal);
        return dash <= 0 ? SandboxFault.None : Find(inputs, offerId[..(dash + 1)]);
    }

    private static SandboxFault FindTag(FrozenDictionary<string, SandboxInput> inputs, string email)
    {
        var at = email.LastIndexOf('@');
        var plus = email.IndexOf('+', StringComparison.Ordinal);
        while (plus >= 0 && plus < at)
        {
            var next = email.IndexOf('+', plus + 1);
            var end = next < 0 || next > at ? at : next;
            if (Find(inputs, email[plus..end]) is { Kind: not SandboxFaultKind.None } fault)
                return fault;
            plus = next;
        }
        return SandboxFault.None;
    }

    private static bool HasTag(string email, string tag)
    {
        var at = email.LastIndexOf('@');
        return at > 0 && email[..at].Split('+').Skip(1).Contains(tag, StringComparer.Ordinal);
    }

    /// <summary>The row of the text itself, or the row with N for the number in it.</summary>
    private static SandboxFault Find(FrozenDictionary<string, SandboxInput> inputs, string text)
    {
        if (inputs.TryGetValue(text, out var exact))
            return exact.Numbered ? SandboxFault.None : exact.Fault;
        var end = text.EndsWith('-') ? text.Length - 1 : text.Length;
        var start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1]))
            start--;
        if (start == end || end - start > 2 || text[start] == '0')
            return SandboxFault.None;
        return inputs.TryGetValue(string.Concat(text.AsSpan(0, start), "N", text.AsSpan(end)), out var numbered) && numbered.Numbered
            ? numbered.Fault with { Times = int.Parse(text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture) }
            : SandboxFault.None;
    }
}
