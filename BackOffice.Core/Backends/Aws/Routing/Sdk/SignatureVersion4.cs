using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Amazon.EventBridge.Internal;

/// <summary>Every operation is signed with signature version 4.</summary>
internal sealed class SignatureVersion4 : BaseAuthResolverHandler
{
    private static readonly List<IAuthSchemeOption> s_only = [new AuthSchemeOption { SchemeId = "aws.auth#sigv4" }];

    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => s_only;
}
