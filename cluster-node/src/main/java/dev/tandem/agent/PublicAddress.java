package dev.tandem.agent;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Tells addresses of the open internet from all others (IANA special-purpose registries, RFC 6890 and its updates). */
final class PublicAddress {

    private static final List<Range> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // These carry an IPv4 address inside, or are reserved, within the global unicast range.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(Range::of)
            .toList();

    private static final Range GLOBAL_UNICAST = Range.of("2000::/3");

    private PublicAddress() {}

    /** An IPv4 address mapped into IPv6 is the IPv4 address: Java makes no difference either. */
    static boolean is(InetAddress address) {
        if (address instanceof Inet6Address && !GLOBAL_UNICAST.holds(address)) {
            return false;
        }
        return NOT_PUBLIC.stream().noneMatch(range -> range.holds(address));
    }

    /** Netty's IpSubnetFilterRule is not used: it takes fc00::1 for a part of 2000::/3. */
    private record Range(byte[] network, int bits) {

        static Range of(String cidr) {
            int slash = cidr.indexOf('/');
            return new Range(
                    NetUtil.createByteArrayFromIpAddressString(cidr.substring(0, slash)),
                    Integer.parseInt(cidr.substring(slash + 1)));
        }

        boolean holds(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = 0xFF00 >> Math.min(8, bits - bit) & 0xFF;
                if (((bytes[bit / 8] ^ network[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
