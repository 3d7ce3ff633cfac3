using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Installation;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Orders.Views;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Proof;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Pipeline.Steps;
using BackOffice.Core.Rollouts;
using BackOffice.Core.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.FeatureManagement;

namespace BackOffice.Core;

/// <summary>Registers what is the same on every backend. The backend registers IStore, IQueues, IWorkflows, IActivityTasks, ICommitFeed, IAuditVerifier, IBackendFacts, IBackup, VoucherVault and the gateways.</summary>
public static class BackOfficeCore
{
    /// <summary>Orders, rollout, audit and live feed: what pages, API and command line use.</summary>
    public static IServiceCollection AddBackOfficeCore(this IServiceCollection services, PipelineOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<OrderWriter>().AddSingleton<EffectResults>().AddSingleton<EffectLedger>();
        services.AddSingleton<IPaymentCallbacks, PaymentCallbacks>();
        services.AddSingleton<Resume>().AddSingleton<Reconciler>();
        services.TryAddSingleton<RefundPolicy>();
        services.AddSingleton<RefundBudgets>().AddSingleton<RefundRunner>().AddSingleton<RequestRefunds>().AddSingleton<DecideRefunds>().AddSingleton<SettleRefunds>();
        services.AddSingleton<IUnwinds, UnwindDesk>().AddSingleton<IRefunds, RefundDesk>().AddSingleton<MoneyAudit>();
        services.TryAddSingleton(new MoneyOptions());
        services.AddSingleton<MoneyDesk>().AddSingleton<IMoneyDesk>(provider => provider.GetRequiredService<MoneyDesk>());
        services.AddSingleton<DeadLetters>().AddSingleton<IQueueDesk>(provider => provider.GetRequiredService<DeadLetters>());
        services.AddSingleton<BatchRecords>().AddSingleton<BatchWake>().AddSingleton<IBatchDesk, BatchDesk>();
        services.AddSingleton<PlaceOrders>().AddSingleton<RetryOrders>().AddSingleton<SettleCalls>().AddSingleton<HoldDecisions>();
        services.AddSingleton<IOrderCommands, OrderCommands>().AddSingleton<IOrders, OrderQueries>().AddSingleton<IOrderSearch, OrderSearch>().AddSingleton<VoucherLookup>().AddSingleton<CustomerLookup>().AddSingleton<CounterDesk>();
        services.AddSingleton<IOrderViews, OrderViews>();
        services.AddSingleton<IRetryJobs, RetryJobs>();
        services.AddSingleton<Backups>().AddSingleton<InstallationDesk>();
        services.AddSingleton<IHoldQueue, HoldQueue>().AddSingleton<IExecutionDesk, ExecutionDesk>().AddSingleton<IMailDesk, MailDesk>();
        services.AddVouchers();
        services.AddSingleton<RolloutPolicies>().AddSingleton<RolloutStore>();
        services.AddSingleton<IRollouts>(provider => provider.GetRequiredService<RolloutStore>());
        services.AddSingleton<IFeatureDefinitionProvider, RolloutDefinitionProvider>();
        services.AddFeatureManagement().AddFeatureFilter<RolloutFilter>();
        services.AddSingleton<IAuditLog, AuditLog>().AddSingleton<AuditExport>();
        services.AddSingleton<OrderFeed>().AddSingleton<IOrderFeed>(provider => provider.GetRequiredService<OrderFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<OrderFeed>());
        return services;
    }

    /// <summary>Vouchers and what is masked.</summary>
    private static void AddVouchers(this IServiceCollection services)
    {
        services.TryAddSingleton(new VoucherOptions());
        services.AddSingleton<VoucherActs>().AddSingleton<VoucherKeeper>().AddSingleton<CallerLimits>();
        services.AddSingleton<IVoucherCommands, VoucherCommands>().AddSingleton<IVouchers, VoucherQueries>().AddSingleton<IRedemptions, Redemptions>();
        services.AddSingleton<RevealBook>().AddSingleton<IReveals, Reveals>();
    }

    /// <summary>What moves orders: dispatcher, workers, batch jobs, projector, reconciler, sweeper. In the process that owns the data.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="run">False for a command that must not move orders: the parts are there, and nothing runs by itself.</param>
    public static IServiceCollection AddBackOfficePipeline(this IServiceCollection services, bool run = true)
    {
        services.AddSingleton<IStep, FraudScanStep>().AddSingleton<IStep, HoldForReviewStep>().AddSingleton<IStep, AuthorisePaymentStep>().AddSingleton<IStep, RedeemMilesStep>();
        services.AddSingleton<IStep, IssueVouchersStep>().AddSingleton<IStep, CapturePaymentStep>().AddSingleton<IStep, NotifyCustomerStep>();
        services.AddSingleton<IStep, RefundDeliverablesStep>().AddSingleton<IStep, RefundMoneyStep>().AddSingleton<IStep, RefundSettledStep>();
        services.AddSingleton<IStep, RefundNotifyStep>().AddSingleton<IStep, RefundCloseStep>();
        services.AddSingleton<BatchJobs>();
        services.AddHostedService<PipelineStart>();
        if (!run)
            return services;
        services.AddHostedService<Projector>();
        services.AddHostedService<StepWorkers>();
        services.AddHostedService<Dispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<BatchJobs>());
        services.AddHostedService<Caretaker>();
        services.AddHostedService<RetryRunner>();
        services.AddHostedService<MoneyWatch>();
        return services;
    }
}
