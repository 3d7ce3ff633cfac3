using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace BackOffice.Hosting;

/// <summary>
/// Stands before the web server and takes voucher codes out of paths before anything sees them: the host writes its first log line and begins its trace before
/// the first middleware runs. The code goes on as a feature, <see cref="HiddenCode"/>, which one endpoint reads.
/// </summary>
internal sealed class CodeHidingServer(IServer inner) : IServer
{
    public IFeatureCollection Features => inner.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => inner.StartAsync(new Application<TContext>(application), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => inner.StopAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    /// <summary>Puts itself before the server that is registered.</summary>
    public static void Register(IServiceCollection services)
    {
        var server = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(server);
        services.AddSingleton<IServer>(provider => new CodeHidingServer(
            (IServer)(server.ImplementationInstance ?? server.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, server.ImplementationType ?? throw new InvalidOperationException("The web server has no type.")))));
    }

    private sealed class Application<TContext>(IHttpApplication<TContext> inner) : IHttpApplication<TContext>
        where TContext : notnull
    {
        public TContext CreateContext(IFeatureCollection contextFeatures)
        {
            if (contextFeatures.Get<IHttpRequestFeature>() is { } request && HiddenCode.In(request.Path) is { } found)
            {
                request.Path = found.Path;
                request.RawTarget = found.Path + request.QueryString;
                contextFeatures.Set(found.Code);
            }

            return inner.CreateContext(contextFeatures);
        }

        public Task ProcessRequestAsync(TContext context) => inner.ProcessRequestAsync(context);

        public void DisposeContext(TContext context, Exception? exception) => inner.DisposeContext(context, exception);
    }
}
