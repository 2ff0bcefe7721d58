import pytest
from tests.core.story import Story
from connector.usecases.audit import verify
B='''
programme
  programme: club
  currency: EUR
  timezone: Europe/Berlin
  earn: [{points: 1, per: 1.00}]
  redeem: {points: 100, worth: 5.00}
'''
S={
'E friend forgotten':('  referral: {points: 500, friend_points: 50, minimum_order: 80.00, wait_days: 14}','''
  2026-02-01  order 1 completed 10.00
  2026-02-02  anna invites dora
  2026-03-01  order 2 completed 100.00 by dora
  2026-03-15  sweep
  2026-03-20  dora is forgotten
  2026-03-21  sweep
  2026-03-22  order 2 completed 100.00 refunded 100.00 by dora
  2026-03-23  sweep'''),
'E2 friend forgotten while waiting':('  referral: {points: 500, friend_points: 50, minimum_order: 80.00, wait_days: 14}','''
  2026-02-01  order 1 completed 10.00
  2026-02-02  anna invites dora
  2026-03-01  order 2 completed 100.00 by dora
  2026-03-10  dora is forgotten
  2026-03-16  sweep'''),
'H first point reinstated':('  expire: {policy: first_point, months: 2, grace_days: 14}','''
  2026-01-10  order 1 completed 100.00
  2026-03-01  redeem 60 for X
  2026-03-02  order 2 paid 20.00 code X
  2026-03-11  sweep
  2026-03-12  order 3 completed 50.00
  2026-03-20  order 2 cancelled 20.00 code X
  2026-04-05  sweep
  2026-05-13  sweep'''),
'A review debt':('  bonuses: {review: {points: 10}}','''
  2026-02-01  order 1 completed 10.00
  2026-03-01  anna reviews pot
  2026-03-02  redeem 20 for X
  2026-03-03  anna reviews pot unapproved
  2026-03-04  unused codes end
  2026-04-04  unused codes end'''),
'D unpaid refunded':('','''
  2026-02-01  order 1 completed 250.00
  2026-03-01  order 2 open 40.00
  2026-03-02  redeem 100 for X on order 2
  2026-03-03  order 2 completed 40.00 code X
  2026-03-04  order 2 completed 40.00 refunded 10.00 code X
  2026-03-05  order 2 refunded 40.00 refunded 40.00 code X'''),
'F forgotten with debt':('','''
  2026-02-01  order 1 completed 100.00
  2026-02-02  redeem 100 for X
  2026-02-03  order 2 paid 10.00 code X
  2026-02-04  order 1 cancelled 100.00
  2026-02-05  anna is forgotten
  2026-02-06  order 2 cancelled 10.00 code X
  2026-02-07  order 4 completed 30.00
'''),
'K joined first point':('  expire: {policy: first_point, months: 2, grace_days: 14}','''
  2026-01-10  order 1 completed 100.00
  2026-02-10  order 2 completed 50.00 by bert
  2026-02-20  bert is joined to anna
  2026-03-11  sweep
  2026-04-11  sweep'''),
'L tier lost by refund of deleted':('  tiers: {levels: [{name: Silver, spend: 200.00, times: 2}], window: rolling, months: 3, grace_days: 30}','''
  2026-01-01  order 1 completed 200.00
  2026-01-02  order 2 completed 100.00
  2026-01-03  order 1 is gone
  2026-01-04  order 3 completed 100.00'''),
'M permanent joined':('  rewards: [{kind: permanent, name: friend, points: 90, title: Friend, percent: 5}]','''
  2026-01-01  order 1 completed 50.00
  2026-01-01  order 2 completed 50.00 by bert
  2026-01-02  bert is joined to anna
  2026-01-03  take friend as F
  2026-01-04  bert is parted
  2026-01-05  bert is forgotten
  2026-01-06  reject F'''),
'N claim referral':('  referral: {points: 500, friend_points: 50, minimum_order: 40.00, wait_days: 0}','''
  2026-02-01  order 1 completed 10.00
  2026-02-01  order 9 completed 10.00 by bert
  2026-02-02  anna claims guest@example.org
  2026-02-03  order 2 completed 50.00 placed 2026-01-05 by guest
  2026-02-04  anna is joined to bert
  2026-02-05  anna is forgotten
  2026-02-06  order 9 completed 10.00 refunded 5.00 by bert
  '''),
'O product coupon':('  rewards: [{kind: discount, name: ten, points: 50, title: T, percent: 10}]','''
  2026-02-01  order 1 completed 100.00
  2026-02-02  take ten as T
  2026-02-03  order 2 completed 90.00 code T
  2026-02-04  order 2 completed 90.00 refunded 45.00 code T
  2026-02-05  order 2 cancelled 90.00 code T'''),
}
@pytest.mark.parametrize("n",S)
def test_x(sqlite_database,n):
    p,e=S[n]
    s=Story(sqlite_database,"x\n"+B+p+"\n\nevents"+e+"\n")
    print("\n==",n)
    s.play()
    print("\n".join("  "+x for x in s.transactions())); print(list(s.standing()))
    assert verify(sqlite_database).faults == []
