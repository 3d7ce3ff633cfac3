using BackOffice.Hosting.SignIn;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>The seam to the trial sign-in, which is not compiled into a Release build.</summary>
internal static class TrialStart
{
#if TRIAL
    private const bool InThisBuild = true;
#else
    private const bool InThisBuild = false;
#endif

    /// <summary>True when the trial sign-in starts. Settings that are merely missing are told later, together with all others.</summary>
    /// <exception cref="StartRefusedException">The combination is unsafe.</exception>
    public static bool Decide(WebApplicationBuilder builder, IReadOnlyList<string> addresses)
    {
        var signIn = builder.Configuration.GetSection(SignInOptions.Section).Get<SignInOptions>() ?? new();
        var backend = builder.Configuration.GetSection(BackendOptions.Section).Get<BackendOptions>() ?? new();
        // A backend that does not exist is refused by its own name, not as a danger.
        var isEmbedded = backend.IsOnThisMachine(builder.Configuration) || new BackendOptions.Validator().Validate(null, backend).Failed;
        var decision = TrialDecision.Of(new(
            signIn.Trial, InThisBuild, builder.Environment.IsDevelopment(), new ServerAddresses(addresses).IsLoopbackOnly, signIn.HasAuthority, isEmbedded));
        if (decision.ExitCode is ExitCodes.UnsafeSignIn)
            throw new StartRefusedException(ExitCodes.UnsafeSignIn, "BackOffice does not start: the trial sign-in would not be safe.", decision.Reasons);
        if (decision.ExitCode is not null)
            builder.Services.AddSingleton<IValidateOptions<SignInOptions>>(new Refusal<SignInOptions>(decision.Reasons));
        return decision.Starts;
    }

    public static void Add(WebApplicationBuilder builder)
    {
#if TRIAL
        TrialSignIn.TrialSetup.Add(builder);
#endif
    }

    public static void Map(WebApplication app)
    {
#if TRIAL
        if (app.Services.GetRequiredService<SignInMode>().IsTrial)
            TrialSignIn.TrialSetup.Map(app);
#endif
    }
}
