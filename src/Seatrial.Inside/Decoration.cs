using System.Data.Common;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Seatrial.Inside.Data;

namespace Seatrial.Inside;

/// <summary>Puts the tap in front of every registered <see cref="DbDataSource"/>, however it was registered.</summary>
internal static class Decoration
{
    /// <summary>Decorates what is not decorated yet.</summary>
    public static void Apply(IServiceCollection services, Tester tester)
    {
        if (!services.Any(one => one.ServiceType == typeof(IStartupFilter) && !one.IsKeyedService && one.ImplementationInstance is RequestFlow))
            services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new RequestFlow()));
        for (var at = 0; at < services.Count; at++)
            if (services[at].ServiceType == typeof(DbDataSource) && !IsOurs(services[at]))
                services[at] = Decorated(services[at], tester);
    }

    private static bool IsOurs(ServiceDescriptor one) => one.IsKeyedService
        ? one.KeyedImplementationInstance is TappedSource || one.KeyedImplementationFactory?.Target is Original
        : one.ImplementationInstance is TappedSource || one.ImplementationFactory?.Target is Original;

    private static ServiceDescriptor Decorated(ServiceDescriptor one, Tester tester)
    {
        var original = new Original(one, tester);
        if (one.IsKeyedService)
            return one.KeyedImplementationInstance is DbDataSource kept
                ? new ServiceDescriptor(one.ServiceType, one.ServiceKey, new TappedSource(kept, tester))
                : new ServiceDescriptor(one.ServiceType, one.ServiceKey, original.NewKeyed, one.Lifetime);
        return one.ImplementationInstance is DbDataSource instance
            ? new ServiceDescriptor(one.ServiceType, new TappedSource(instance, tester))
            : new ServiceDescriptor(one.ServiceType, original.New, one.Lifetime);
    }

    // A registration by a factory or a type. The container disposes what a factory made, and the tap what it decorates.
    private sealed class Original(ServiceDescriptor one, Tester tester)
    {
        public TappedSource New(IServiceProvider parts) => Tapped(
            one.ImplementationFactory?.Invoke(parts) ?? ActivatorUtilities.CreateInstance(parts, one.ImplementationType!));

        public TappedSource NewKeyed(IServiceProvider parts, object? key) => Tapped(
            one.KeyedImplementationFactory?.Invoke(parts, key) ?? ActivatorUtilities.CreateInstance(parts, one.KeyedImplementationType!));

        private TappedSource Tapped(object made) => made as TappedSource ?? new TappedSource((DbDataSource)made, tester);
    }
}
