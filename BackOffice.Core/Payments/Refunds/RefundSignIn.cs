using System.Globalization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>
/// How fresh the sign-in of a person must be who asks for a refund or approves one, section <c>Refunds:SignIn</c>. Programs and the command line have no sign-in
/// that could be repeated: their tokens and the socket stand for themselves.
/// </summary>
public sealed record RefundSignIn
{
    /// <summary>The error's code; a page that sees it has the person sign in again and comes back with the same intent.</summary>
    public const string Again = "sign-in.again";

    /// <summary>At most so old; zero asks for nothing.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>At most so old above <c>Refunds:Lead</c>; zero leaves it at <see cref="MaxAge"/>.</summary>
    public TimeSpan MaxAgeHigh { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Every setting that is wrong, by its key; empty when all are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        foreach (var (name, age) in new[] { (nameof(MaxAge), MaxAge), (nameof(MaxAgeHigh), MaxAgeHigh) })
        {
            if (age < TimeSpan.Zero || age > TimeSpan.FromDays(1) || (age > TimeSpan.Zero && age < TimeSpan.FromSeconds(5)))
                errors.Add($"Refunds:SignIn:{name} must be 0, or from 5 seconds to a day.");
        }

        return errors;
    }

    /// <summary>Null when the person signed in recently enough, or nothing can be asked of the actor.</summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="isHigh">The amount is above what one other person approves.</param>
    /// <param name="now">UTC.</param>
    internal Rejected? Check(Actor actor, bool isHigh, DateTimeOffset now)
    {
        if (MaxAge == TimeSpan.Zero || actor.Kind is not ActorKind.Person || actor.AuthenticatedAt is not { } at)
            return null;
        var most = isHigh && MaxAgeHigh > TimeSpan.Zero && MaxAgeHigh < MaxAge ? MaxAgeHigh : MaxAge;
        if (now - at <= most)
            return null;
        return most.TotalMinutes >= 1
            ? new Rejected(Again, $"Sign in again: this needs a sign-in of the last {Number(most.TotalMinutes)} minutes. What you typed is kept.")
            : new Rejected(Again, $"Sign in again: this needs a sign-in of the last {Number(most.TotalSeconds)} seconds. What you typed is kept.");
    }

    /// <summary>As <see cref="Check"/> for an approval, which nobody else looks at afterwards: a person of whom nobody says when they signed in signs in again.</summary>
    internal Rejected? CheckApproval(Actor actor, bool isHigh, DateTimeOffset now) => NeedsAnother(actor)
        ? new Rejected(Again, "Sign in again: your identity provider did not say when you signed in. What you typed is kept.")
        : Check(actor, isHigh, now);

    /// <summary>The identity provider does not say when it saw the person: somebody else must look at the refund too.</summary>
    internal bool NeedsAnother(Actor actor) => MaxAge > TimeSpan.Zero && actor is { Kind: ActorKind.Person, AuthenticatedAt: null };

    private static string Number(double value) => Math.Floor(value).ToString(CultureInfo.InvariantCulture);
}
