using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Torture;

/// <summary>
/// The invariants, from three witnesses that know nothing of each other: the order file, the gateways' own ledgers, and what the client was told.
/// </summary>
internal sealed class TortureCheck(IReadOnlyList<MixedOrder> asked, IReadOnlyDictionary<string, string> acknowledged, int plannedLookups)
{
    private readonly List<string> _findings = [];

    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    public IReadOnlyList<string> Run(string data)
    {
        _findings.AddRange(OrdersFile.CheckIntegrity(data));
        using var file = new OrdersFile(data);
        using var ledger = SandboxLedger.Open(Path.Combine(data, "sandbox"));
        var orders = file.Orders().ToList();
        var byKey = orders.ToLookup(order => order.Head.Intake.Key, StringComparer.Ordinal);

        CheckIntake(byKey);
        _findings.AddRange(file.WrongCounters());
        foreach (var twice in ledger.EffectsByUnit(2))
            _findings.Add($"{twice.Gateway}: {twice.Key} took effect {twice.Effects} times");
        if (file.CountDeadLetters() is > 0 and var dead)
            _findings.Add($"{dead} dead letters");

        var calls = ledger.Calls().Where(call => call.Operation != "look-up").CountBy(call => call.Key).ToDictionary(StringComparer.Ordinal);
        var effects = ledger.Effects().ToLookup(effect => effect.Key, StringComparer.Ordinal);
        foreach (var order in asked)
        {
            foreach (var filed in byKey[order.Key])
                CheckOrder(order, filed, calls, effects);
        }
        var known = orders.SelectMany(order => order.Effects).Select(effect => effect.Key.ToString()).ToHashSet(StringComparer.Ordinal);
        _findings.AddRange(calls.Keys.Where(key => !known.Contains(key)).Select(key => $"{key} was sent without an intent on disk"));
        return _findings;
    }

    /// <summary>Nothing acknowledged is lost, nothing is there twice, nothing is there that nobody sent.</summary>
    private void CheckIntake(ILookup<string, FiledOrder> byKey)
    {
        var keys = asked.Select(order => order.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var order in asked)
        {
            var count = byKey[order.Key].Count();
            if (count != 1)
                _findings.Add($"{order.Key} ({order.Inputs}): {count} orders");
        }
        foreach (var (key, id) in acknowledged)
        {
            if (byKey[key].All(filed => filed.Head.Id.Value != id))
                _findings.Add($"{key}: acknowledged as {id}, and that order is not there");
        }
        _findings.AddRange(byKey.Where(group => !keys.Contains(group.Key)).Select(group => $"{group.Key}: nobody sent it"));
    }

    private void CheckOrder(MixedOrder order, FiledOrder filed, Dictionary<string, int> calls, ILookup<string, SandboxEffect> effects)
    {
        var head = filed.Head;
        void Wrong(string what) => _findings.Add($"{head.Id} ({order.Inputs}): {what}");

        if (Quiet.WhyNot(filed, plannedLookups) is { } why)
            Wrong(why);
        else if (order.Ending is { } ending)
            CheckEnding(head, ending, Wrong);

        foreach (var effect in filed.Effects)
        {
            var key = effect.Key.ToString();
            var took = effects[key].Where(found => found.TookEffect).ToList();
            if (calls.GetValueOrDefault(key) > effect.Sends)
                Wrong($"{key}: {calls[key]} calls, {effect.Sends} intents");
            switch (effect.State)
            {
                case EffectState.Succeeded when took.Count != 1 || took[0].Reference != effect.ExternalId:
                    Wrong($"{key} is {effect.ExternalId} here, and {string.Join(", ", took.Select(found => found.Reference))} at the gateway");
                    break;
                case EffectState.Failed or EffectState.Planned when took.Count > 0:
                    Wrong($"{key} is {effect.State} here, and took effect at the gateway");
                    break;
                case EffectState.Sent:
                    Wrong($"{key} is still Sent");
                    break;
                case EffectState.Succeeded or EffectState.Failed or EffectState.Planned or EffectState.Unknown or EffectState.Reversed:
                    break;
            }
        }
        CheckGoodsAndMoney(order, filed, Wrong);
    }

    private static void CheckEnding(OrderHead head, Ending ending, Action<string> wrong)
    {
        var reached = head.UnknownEffects > 0 ? Headline.Unknown
            : head.Fraud is FraudStatus.Held ? Headline.Held
            : head.Workflow switch
            {
                WorkflowStatus.Done => Headline.Done,
                WorkflowStatus.Cancelled => Headline.Cancelled,
                _ => Headline.Failed,
            };
        if (ending.OrUnknown && reached is Headline.Unknown)
            return;
        if (reached != ending.Headline)
            wrong($"ended {reached} in {head.Step?.Name} with {head.Step?.ErrorCode}, not {ending.Headline}");
        else if (ending.Step is { } step && head.Step?.Name != step)
            wrong($"stands in {head.Step?.Name}, not in {step}");
        else if (ending.Code is { } code && head.Step?.ErrorCode != code)
            wrong($"says {head.Step?.ErrorCode}, not {code}");
    }

    /// <summary>Goods only against an authorisation, the message only against a capture, and a done order has all of it once.</summary>
    private static void CheckGoodsAndMoney(MixedOrder order, FiledOrder filed, Action<string> wrong)
    {
        int Succeeded(string step) => filed.Effects.Count(effect => effect.Key.Step == step && effect.State is EffectState.Succeeded);
        var (scanned, authorised, issued, captured, notified) = (Succeeded(StepNames.FraudScan), Succeeded(StepNames.AuthorisePayment),
            Succeeded(StepNames.IssueVouchers), Succeeded(StepNames.CapturePayment), Succeeded(StepNames.NotifyCustomer));
        if (authorised > 0 && scanned == 0)
            wrong("authorised without a scan");
        if (issued > 0 && authorised == 0)
            wrong("vouchers without an authorisation");
        if (notified > 0 && captured == 0)
            wrong("notified without a capture");
        if (filed.Vouchers.Count != issued)
            wrong($"{filed.Vouchers.Count} vouchers, {issued} issued");
        if (filed.Ledger.Count(entry => entry.Type is LedgerType.Capture) != captured)
            wrong("captures in the ledger and captures made differ");
        if (filed.Head.Workflow is WorkflowStatus.Done && (scanned, authorised, issued, captured, notified) != (1, 1, order.Units, 1, 1))
            wrong($"done, with {scanned} scans, {authorised} authorisations, {issued} of {order.Units} vouchers, {captured} captures, {notified} messages");
        var tender = filed.Head.Tenders[0];
        if (captured == 1 && tender.Captured != tender.Amount)
            wrong($"captured {tender.Captured} of {tender.Amount}");
    }
}
