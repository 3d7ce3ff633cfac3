using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Orders.Export;

/// <inheritdoc cref="IOrderExports"/>
public sealed class OrderExports(IStore store, IOrderSearch orders, ExportOptions options, TimeProvider clock, ILogger<OrderExports> log) : IOrderExports
{
    public async Task<Result<OpenExport>> BeginAsync(ExportOrders command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        if (command.InClear && actor.Lacks(Permission.CustomersExport) is { } masked)
            return masked;
        var asked = QueryText.Parse(command.Query, clock.GetUtcNow(), command.Zone);
        if (Check(command, asked) is { } invalid)
            return invalid;
        var record = new ExportRecord(store, clock, command, actor);
        var begun = await record.BeginAsync(cancellationToken).ConfigureAwait(false);
        return begun.Map(_ => new OpenExport(command, asked.Query, actor, orders, record, options.MaxRows, log));
    }

    private static Invalid? Check(ExportOrders command, ParsedQuery asked)
    {
        var errors = new List<FieldError>();
        if (!CommandChecks.IsId(command.ExportId))
            errors.Add(CommandChecks.WrongId("exportId"));
        if (!Enum.IsDefined(command.Format))
            errors.Add(new("format", "csv or jsonl."));
        if (command.InClear && string.IsNullOrWhiteSpace(command.Reason))
            errors.Add(new("reason", "Say why personal data is needed in clear: 1 to 500 characters."));
        if (command.Reason?.Length > 500)
            errors.Add(new("reason", "At most 500 characters."));
        errors.AddRange(asked.Problems.Select(problem => new FieldError("query", (Sentence)$"At character {problem.At + 1}: {problem.Said}")));
        return errors.Count == 0 ? null : new Invalid(errors);
    }
}
