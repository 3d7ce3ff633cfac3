using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Installation;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Proof;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Rollouts;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Replays;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Workflows;
using BackOffice.Installation;

namespace BackOffice.Api;

/// <summary>The API's JSON: camelCase names and words, nulls left out, and no secret: see <see cref="WithoutSecrets"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnumConverter)])]
[JsonSerializable(typeof(OrderHead))]
[JsonSerializable(typeof(OrderView))]
[JsonSerializable(typeof(Page<OrderHead>))]
[JsonSerializable(typeof(RetryCheck))]
[JsonSerializable(typeof(Page<HeldOrder>))]
[JsonSerializable(typeof(CommandOutcome))]
[JsonSerializable(typeof(ExecutionDescription))]
[JsonSerializable(typeof(Page<ExecutionDescription>))]
[JsonSerializable(typeof(DefinitionsAnswer))]
[JsonSerializable(typeof(RolloutPolicy))]
[JsonSerializable(typeof(ReachAnswer))]
[JsonSerializable(typeof(Page<RolloutChange>))]
[JsonSerializable(typeof(Page<StoredAudit>))]
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(RefundAskBody))]
[JsonSerializable(typeof(RefundRequestBody))]
[JsonSerializable(typeof(RefundDecisionBody))]
[JsonSerializable(typeof(RefundSettleBody))]
[JsonSerializable(typeof(RefundPreview))]
[JsonSerializable(typeof(RefundOutcome))]
[JsonSerializable(typeof(RefundsAnswer))]
[JsonSerializable(typeof(UnwindBody))]
[JsonSerializable(typeof(UnwindAnswer))]
[JsonSerializable(typeof(MoneyReport))]
[JsonSerializable(typeof(MoneyAnswer))]
[JsonSerializable(typeof(MoneyStanding))]
[JsonSerializable(typeof(MoneyCheckBody))]
[JsonSerializable(typeof(AuditEntryView))]
[JsonSerializable(typeof(VoucherBody))]
[JsonSerializable(typeof(ExtendBody))]
[JsonSerializable(typeof(SettleLateBody))]
[JsonSerializable(typeof(SettleCallBody))]
[JsonSerializable(typeof(ResendBody))]
[JsonSerializable(typeof(RevealBody))]
[JsonSerializable(typeof(ViewCodeBody))]
[JsonSerializable(typeof(RedeemBody))]
[JsonSerializable(typeof(FindVouchersBody))]
[JsonSerializable(typeof(VouchersAnswer))]
[JsonSerializable(typeof(VoucherView))]
[JsonSerializable(typeof(RedeemedVoucher))]
[JsonSerializable(typeof(RevealedCode))]
[JsonSerializable(typeof(ResendCheck))]
[JsonSerializable(typeof(RevealAnswer))]
[JsonSerializable(typeof(RetryBody))]
[JsonSerializable(typeof(RetriesBody))]
[JsonSerializable(typeof(RetryJobAnswer))]
[JsonSerializable(typeof(RetryPreviewAnswer))]
[JsonSerializable(typeof(RetryJobsAnswer))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(NoteBody))]
[JsonSerializable(typeof(RolloutBody))]
[JsonSerializable(typeof(RedriveBody))]
[JsonSerializable(typeof(Page<MailItem>))]
[JsonSerializable(typeof(MailView))]
[JsonSerializable(typeof(BatchesAnswer))]
[JsonSerializable(typeof(BatchRunsAnswer))]
[JsonSerializable(typeof(BatchAsked))]
[JsonSerializable(typeof(QueuesAnswer))]
[JsonSerializable(typeof(DeadLettersAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(CounterReport))]
[JsonSerializable(typeof(SystemReport))]
[JsonSerializable(typeof(BackupMade))]
[JsonSerializable(typeof(BackupBody))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(SamplesBody))]
[JsonSerializable(typeof(SamplesAnswer))]
[JsonSerializable(typeof(ViewBody))]
[JsonSerializable(typeof(ViewAnswer))]
[JsonSerializable(typeof(ViewsAnswer))]
[JsonSerializable(typeof(RuleBody))]
[JsonSerializable(typeof(RuleCommandBody))]
[JsonSerializable(typeof(RollBackBody))]
[JsonSerializable(typeof(RuleAnswer))]
[JsonSerializable(typeof(RulesAnswer))]
[JsonSerializable(typeof(RuleHistoryAnswer))]
[JsonSerializable(typeof(RuleOutcomeAnswer))]
[JsonSerializable(typeof(RuleCheck))]
[JsonSerializable(typeof(DryRunReport))]
[JsonSerializable(typeof(PatternExplanation))]
[JsonSerializable(typeof(ExplainBody))]
[JsonSerializable(typeof(PreviewBody))]
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(Page<EventAnswer>))]
[JsonSerializable(typeof(TraceAnswer))]
[JsonSerializable(typeof(TracesAnswer))]
[JsonSerializable(typeof(Page<EventDelivery>))]
[JsonSerializable(typeof(DeliveryDetail))]
[JsonSerializable(typeof(DeadGroupsAnswer))]
[JsonSerializable(typeof(DestinationsAnswer))]
[JsonSerializable(typeof(EventTypesAnswer))]
[JsonSerializable(typeof(FieldsAnswer))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, RuleFigures>))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(ReplayCount))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(ReplaysAnswer))]
[JsonSerializable(typeof(DeadLettersBody))]
[JsonSerializable(typeof(DeliveryCounts))]
[JsonSerializable(typeof(ResendOutcome))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The shape that the API reads and writes a type with.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Open.Options.GetTypeInfo(typeof(T));

    public static IJsonTypeInfoResolver Resolver => Open.Resolver;

    /// <summary>Tokens of cards and tasks, voucher codes in whatever form, and keys of other clients never leave the house.</summary>
    private static void WithoutSecrets(JsonTypeInfo type)
    {
        string[] secrets =
            type.Type == typeof(Tender) || type.Type == typeof(Hold) || type.Type == typeof(Refund) ? ["token"]
            : type.Type == typeof(Voucher) ? ["codeHash", "codeCipher"]
            : type.Type == typeof(OrderHead) ? ["intake", "resume"]
            : type.Type == typeof(Effect) ? ["resultJson", "preparedJson"]
            : [];
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (secrets.Contains(type.Properties[i].Name))
                type.Properties.RemoveAt(i);
        }
    }

    /// <summary>Apart, because it needs what the generated part of this class initialises.</summary>
    private static class Open
    {
        public static readonly IJsonTypeInfoResolver Resolver = ((IJsonTypeInfoResolver)Default).WithAddedModifier(WithoutSecrets);

        public static readonly JsonSerializerOptions Options = Sealed();

        private static JsonSerializerOptions Sealed()
        {
            var options = new JsonSerializerOptions(Default.Options) { TypeInfoResolver = Resolver };
            options.MakeReadOnly();
            return options;
        }
    }
}
