-- What a calendar month and a fair comparison need of the finished service a rating is tied to, as
-- it was known when the rating came. Null: not tied, or recorded before this was kept.
ALTER TABLE rating ADD COLUMN service_month TEXT;
ALTER TABLE rating ADD COLUMN service_overdue INTEGER CHECK (service_overdue IN (0, 1));
ALTER TABLE rating ADD COLUMN service_ending TEXT
  CHECK (service_ending IN ('granted', 'refused', 'returned', 'post', 'online'));
