using BackOffice.Core.Access;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting.SignIn;

/// <summary>Names every wrong setting of the sign-in at once.</summary>
internal sealed class SignInOptionsValidator : IValidateOptions<SignInOptions>
{
    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        var errors = new List<string>();
        if (options.HasAuthority)
            CheckProvider(options, errors);
        foreach (var (group, roles) in options.Groups)
            CheckRoles(group, roles, errors);
        if (options.Groups.Count == 0)
            errors.Add("SignIn:Groups: map at least one group to a role; without it nobody may do anything.");
        if (options.IdleTimeout < TimeSpan.FromMinutes(1))
            errors.Add("SignIn:IdleTimeout: at least 00:01:00.");
        if (options.AbsoluteTimeout < options.IdleTimeout || options.AbsoluteTimeout > TimeSpan.FromHours(24))
            errors.Add("SignIn:AbsoluteTimeout: between SignIn:IdleTimeout and 1.00:00:00.");
        if (string.IsNullOrWhiteSpace(options.ApiAudience))
            errors.Add("SignIn:ApiAudience: the audience of API tokens must not be empty.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckProvider(SignInOptions options, List<string> errors)
    {
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || authority.Scheme is not ("https" or "http"))
            errors.Add($"SignIn:Authority: '{options.Authority}' is not an https address.");
        else if (authority.Scheme != "https" && !authority.IsLoopback)
            errors.Add("SignIn:Authority: must be https, except on a loopback address.");
        if (string.IsNullOrWhiteSpace(options.ClientId))
            errors.Add("SignIn:ClientId: required with SignIn:Authority.");
        if (string.IsNullOrWhiteSpace(options.NameClaim))
            errors.Add("SignIn:NameClaim: must not be empty.");
        if (string.IsNullOrWhiteSpace(options.GroupsClaim))
            errors.Add("SignIn:GroupsClaim: must not be empty.");
    }

    private static void CheckRoles(string group, string roles, List<string> errors)
    {
        foreach (var role in GroupRoles.Split(roles))
        {
            if (!GroupRoles.TryParse(role, out _))
                errors.Add($"SignIn:Groups:{group}: '{role}' is not a role; the roles are {string.Join(", ", Enum.GetNames<Role>())}.");
        }
    }
}
